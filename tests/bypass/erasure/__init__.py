"""Attempts to look and leave no trace, or to take one away (464.5, 464.6)."""
