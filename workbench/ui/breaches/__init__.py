"""Breaches: reported, measured by the access log, told of, and closed by a second administrator (464.10)."""

from workbench.ui.breaches.view import app

__all__ = ["app"]
