"""A department at work: people who sign in, start their servers and search, all in the real product (464.5)."""
