"""What the access log costs (464.5): beside the raw flushes that it can't do without, and when it has grown large."""
