"""Quarterly audits of the access log, the detectors' queue, and other systems' logs (464.6, 464.10(c))."""

from workbench.ui.audit.view import app

__all__ = ["app"]
