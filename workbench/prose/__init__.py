"""Texts for people as HTML that can only be read (464.4.1, 464.8, 464.10(a)); the notebooks and the edge share it."""
