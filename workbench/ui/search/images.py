"""Images of several reads at once (464.5, 464.7(d)): asked for by somebody, one look for all of them, on record."""

from __future__ import annotations

import base64
from functools import partial

import traitlets as t

from workbench.errors import NotFound
from workbench.ui.notice import Notice, notice
from workbench.ui.port import ReviewDesk
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.photographs import ImageKind

MEDIA = ("image/jpeg", "image/png", "image/webp")


class ImagesModel(t.HasTraits):
    """``shown`` are read, MIME type and bytes, in the order asked; empty before a look."""

    kind = ImageKind.CROP
    shown: t.List[tuple[str, str, bytes]] = t.List()
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__()
        self._desk = desk
        self._look = Latest()

    def asked(self) -> list[str]:
        """The reads whose images would be looked at."""
        raise NotImplementedError

    async def look(self) -> None:
        """Ask for the images of these reads; nothing is asked for where there are none."""
        asked = self.asked()
        if not asked:
            return
        self.shown, self.busy, self.trouble, self.status = [], True, None, "Looking for the images …"
        try:
            found = await self._look.run(partial(self._desk.images, asked, self.kind))
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

    def forget(self) -> None:
        """Take the images off the screen; what is under way is called off."""
        self._look.cancel()
        self.shown, self.busy, self.status, self.trouble = [], False, "", None


def address(media: str, data: bytes) -> str:
    """An image as a ``data:`` address, so that the browser asks nobody for it."""
    return f"data:{media};base64,{base64.b64encode(data).decode()}"
