"""Taking what a panel shows out as a file (464.9, 464.11): a small form that any panel with an answer may carry."""

from workbench.ui.taking.model import TakingModel
from workbench.ui.taking.view import TakingView

__all__ = ["TakingModel", "TakingView"]
