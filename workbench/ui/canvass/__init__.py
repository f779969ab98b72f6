"""The scene canvass (464.7(d)): who was around several places and times, and for whom that is nothing unusual."""

from workbench.ui.canvass.view import app

__all__ = ["app"]
