"""The plates of the followed vehicle's reads as their cameras saw them, side by side (464.5, 464.7(d)): on request.

One look for all of them, with two records of its own. Nothing is fetched before somebody asks, and with another
vehicle, time or answer they go.
"""

from __future__ import annotations

from functools import partial

import traitlets as t

from workbench.errors import NotFound
from workbench.ui.notice import Notice, notice
from workbench.ui.port import ReviewDesk
from workbench.ui.search.model import SearchModel
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.photographs import ImageKind

MOST = 60
"""Images of one look: as many as a person compares, and fewer than the custodian gives."""
MEDIA = ("image/jpeg", "image/png", "image/webp")


class CropsModel(t.HasTraits):
    """``shown`` are read, MIME type and bytes, in the order of time; empty before a look."""

    shown: t.List[tuple[str, str, bytes]] = t.List()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, search: SearchModel, desk: ReviewDesk) -> None:
        super().__init__()
        self.search, self._desk = search, desk
        self._look = Latest()
        search.observe(self._gone, ["vehicle", "brush", "shown"])

    def asked(self) -> list[str]:
        """The reads whose images would be looked at: the followed vehicle's, the newest where they are too many."""
        own = self.search.followed()
        return own["read_id"].tail(MOST).to_list() if len(own) else []

    async def look(self) -> None:
        """Ask for the plates of these reads alone, without what else the photographs show."""
        asked = self.asked()
        if not asked:
            return
        self.shown, self.busy, self.trouble, self.status = [], True, None, "Looking for the images …"
        try:
            found = await self._look.run(partial(self._desk.images, asked, ImageKind.CROP))
        except Superseded:
            return
        except NotFound:
            self.busy, self.status = False, "None of these reads has an image: their cameras handed over none."
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.busy, self.status, self.trouble = False, "No image was shown.", notice(error)
            return
        pairs = [(read_id, found.get(read_id)) for read_id in asked]
        self.shown = [(read_id, *image) for read_id, image in pairs if image and image[0] in MEDIA]
        told = f"{plural(len(self.shown), 'image')} of {plural(len(asked), 'read')}."
        self.busy, self.status = False, f"{told} On record as {found.head.record}."

    def _gone(self, _change: object) -> None:
        self._look.cancel()
        self.shown, self.busy, self.status, self.trouble = [], False, "", None
