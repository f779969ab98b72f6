"""Monitoring of use (464.6, 464.10(c)): reading the access log; sampling and findings build on it."""
