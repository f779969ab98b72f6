"""Reads along time (464.7(d)): how many when, which are the chosen vehicle's, and a brush that narrows all else."""

from workbench.ui.timeline.axis import Mark, bins, ticks
from workbench.ui.timeline.timeline import Timeline

__all__ = ["Mark", "Timeline", "bins", "ticks"]
