"""The chat page: a conversation about one draft, kept for this browser."""
