"""The transparency report of a quarter: drafted from the log, proposed, and published by a second person (464.8)."""

from workbench.ui.publication.view import app

__all__ = ["app"]
