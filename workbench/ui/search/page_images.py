"""Small photographs in the rows of one page of reads (464.5, 464.7(d)): on request, one look for the page, on record.

A photograph made small shows what stands in it besides: the record names every plate there. With another page, sort or
answer they go.
"""

from __future__ import annotations

import traitlets as t

from workbench.ui.port import ReviewDesk
from workbench.ui.search.images import ImagesModel, address
from workbench.ui.search.model import SearchModel
from workbench.ui.search.shown import Change, same_answer
from workbench.wire.photographs import ImageKind


class PageImages(ImagesModel):
    """``page`` are the reads of the rows on the screen; empty while the rows are no reads."""

    kind = ImageKind.THUMBNAIL
    page: t.List[str] = t.List()

    def __init__(self, search: SearchModel, desk: ReviewDesk) -> None:
        super().__init__(desk)
        self._addresses: dict[str, str] = {}
        self.observe(self._keep, "shown")
        self.observe(lambda _change: self.forget(), "page")
        search.observe(self._answered, "shown")

    def asked(self) -> list[str]:
        """Every read of the page."""
        return list(self.page)

    def image(self, read_id: str) -> str:
        """The read's photograph as a ``data:`` address; empty where none is shown."""
        return self._addresses.get(read_id, "")

    def _keep(self, _change: object) -> None:
        self._addresses = {read_id: address(media, data) for read_id, media, data in self.shown}

    def _answered(self, change: Change) -> None:
        if not same_answer(change):
            self.forget()
