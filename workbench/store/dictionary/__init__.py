"""The distinct plates of a store, in memory (464.7(d)): a pattern is tried on them before any read."""
