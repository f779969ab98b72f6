"""Attempts on the machine itself: files, processes, the Hub's own API and the kernel's channels."""
