"""Handing in a file of reads (464.7.1(a), 464.9): source and provenance, then a receipt for every entry."""

from workbench.ui.ingest.view import app

__all__ = ["app"]
