"""Attempts on those who check: what they are shown must not act, and must tell no more than they may see (464.6)."""
