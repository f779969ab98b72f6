"""Reviewing reads (464.7(g)): which wait, what somebody says of one, and what follows from it."""
