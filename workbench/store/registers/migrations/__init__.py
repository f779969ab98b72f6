"""The registers' schema, step by step (464.10)."""
