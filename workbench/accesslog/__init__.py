"""The access log (464.5): who, when, what was asked and why, durable before anything is read."""
