"""The custodian called by its own description, with what fits it and what does not (464.10(a))."""
