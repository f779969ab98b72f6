"""The button under a table of reads that shows their photographs in its rows (464.5, 464.7(d))."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.ui.parts import NoticeBox, Status, button, row
from workbench.ui.search.page_images import PageImages
from workbench.ui.table import DataTable
from workbench.ui.work import starting


class PageImagesView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the rows of ``table`` while its ``key`` is a read; not there while no read is on the page."""

    def __init__(self, model: PageImages, table: DataTable) -> None:
        self._model, self._table = model, table
        self.ask = button(
            "Show the images of this page",
            starting(model.look),
            title="One look for all reads of this page, on record; photographs may show other plates too",
        )
        self.status, self.notices = Status(), NoticeBox(starting(model.look), "Look again")
        super().__init__([row(self.ask, self.status), self.notices])
        table.observe(self._paged, "rows")
        model.observe(self._told, ["page", "busy", "status", "trouble"])
        model.observe(self._shown, "shown")
        self._told()

    def _paged(self, _change: object) -> None:
        of_reads = self._table.key == "read_id"
        self._model.page = [str(each["id"]) for each in self._table.rows] if of_reads else []

    def _shown(self, _change: dict[str, Any]) -> None:
        if self._model.page:
            self._table.redraw()

    def _told(self, _change: object = None) -> None:
        model = self._model
        self.layout.display = "" if model.page else "none"
        self.ask.disabled = model.busy
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
