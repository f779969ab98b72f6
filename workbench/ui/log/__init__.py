"""The access log, read by administrators and auditors (464.6); each look is a record of its own."""

from workbench.ui.log.view import app

__all__ = ["app"]
