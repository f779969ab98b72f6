"""Backups with proof (464.9, 464.10): a moment of the stores, sealed into two archives, and back again.

The *backup* holds the data, the *escrow* the keys. Neither shows a read or a narrative without the other.
"""
