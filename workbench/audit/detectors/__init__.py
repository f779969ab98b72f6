"""What a reader of the log looks at first (464.6, 464.7.1(b)-(c)): rules that explain themselves, one a file. Pure."""
