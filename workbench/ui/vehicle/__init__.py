"""One vehicle (464.7(d)): where it was, when it usually is, who went with it, and when it was not seen."""

from workbench.ui.vehicle.view import app

__all__ = ["app"]
