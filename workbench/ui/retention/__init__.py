"""Retention: how long reads are kept, what a purge would take, and purging by two persons (464.9)."""

from workbench.ui.retention.view import app

__all__ = ["app"]
