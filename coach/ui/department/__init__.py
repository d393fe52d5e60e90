"""The Department page, thin: a sheet goes in, a run works in the background, and what it found is shown part by part."""
