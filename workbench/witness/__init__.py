"""A witness of access logs (464.5, 464.10): small, on somebody else's machine, knowing nothing of plates.

It remembers of each log how long it was and its root, and cosigns only what continues that: whoever holds a
cosignature knows that the log was not rewritten for this reader alone.
"""
