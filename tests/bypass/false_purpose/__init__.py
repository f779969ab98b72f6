"""Attempts to look without a reason, or for one that is not one's own (464.3, 464.5(4), 464.10(b))."""
