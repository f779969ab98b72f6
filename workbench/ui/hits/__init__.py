"""Hits on hotlists (464.7(g)): a queue that follows new ones by itself, each looked up before anybody acts on it."""

from workbench.ui.hits.view import app

__all__ = ["app"]
