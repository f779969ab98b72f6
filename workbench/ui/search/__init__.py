"""Search by a partial plate (464.7(d)): the form, the reads found, the map, and the records they came under."""

from workbench.ui.search.view import app

__all__ = ["app"]
