"""Reads as a map without a widget or a service (464.7(d)): layers, ground, the page they are drawn on, a file of it."""
