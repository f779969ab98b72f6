"""Searching the reads (464.7(d)): rules, record, search, record, answer."""
