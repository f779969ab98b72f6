"""One documented file configures everything (464.3.1); a value under a legal floor stops the start."""

from workbench.settings.load import Settings
from workbench.settings.sample import sample

__all__ = ["Settings", "sample"]
