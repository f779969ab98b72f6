"""Tables that a keyboard and a screen reader can use, and the guard that keeps keys from the notebook."""

from workbench.ui.table.guard import KeyGuard
from workbench.ui.table.table import Cell, Column, DataTable, Row

__all__ = ["Cell", "Column", "DataTable", "KeyGuard", "Row"]
