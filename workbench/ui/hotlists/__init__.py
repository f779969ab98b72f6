"""Hotlists (464.7(f), 464.7(g)): which are in force, putting one in force whole, and entries of our own."""

from workbench.ui.hotlists.view import app

__all__ = ["app"]
