"""The Hub of the workbench (464.5.1): who signs in, what a token may ask, which process a person runs in."""
