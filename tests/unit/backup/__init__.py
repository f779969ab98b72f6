"""Backups, escrows, restores (464.9, 464.10)."""
