"""What an audit looks at (464.6): which quarter, how many rows, and which, so that an outsider finds the same. Pure."""
