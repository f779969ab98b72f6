"""A workbench for licence-plate reads in which every look at a plate can be answered for (464.5)."""

__version__ = "0.1.0"
