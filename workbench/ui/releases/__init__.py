"""What goes to other agencies: their requests, and agreements with them (464.9, 464.11)."""

from workbench.ui.releases.view import app

__all__ = ["app"]
