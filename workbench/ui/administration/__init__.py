"""The programme, its lists and its configuration (464.3, 464.3.1); what widens access is on signed-in pages."""

from workbench.ui.administration.view import app

__all__ = ["app"]
