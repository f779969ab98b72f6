"""The first page after signing in (464.4): who you are, how you stand, and what you can open."""

from workbench.ui.start.view import app

__all__ = ["app"]
