"""Many teams' OKRs at once: read from their sheets as they are, reviewed by all cores, resumable, and seen beside one another."""
