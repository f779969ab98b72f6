"""Attempts to be somebody else, or nobody: tokens, cookies, passwords, accounts of the machine (464.5.1, 464.5.2)."""
