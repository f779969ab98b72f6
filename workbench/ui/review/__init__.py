"""Reviewing reads by their images, a keystroke each (464.7(g))."""

from workbench.ui.review.view import app

__all__ = ["app"]
