"""The settings page: the model, and what leaves the machine."""
