"""Holds, and the shredding of the access log's details, by two persons (464.9, 464.10)."""

from workbench.ui.holds.view import app

__all__ = ["app"]
