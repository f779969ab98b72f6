"""The plate of a hit as the photograph has it (464.5, 464.7(g)): fetched on request, which is a look on record."""

from __future__ import annotations

import base64
from functools import partial

import ipywidgets as w
import traitlets as t

from workbench.errors import NotFound
from workbench.prose.shown import escape
from workbench.ui.hits.model import HitsModel
from workbench.ui.notice import Notice, notice
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.work import Latest, Superseded, spawn
from workbench.wire.photographs import ImageKind

_MEDIA = ("image/jpeg", "image/png", "image/webp")
_NONE = "No image of this read is kept: only reads of photographs have one. Look at the camera's own system."


class Picture(t.HasTraits):
    """The image of the plate of the hit that is looked at, of no other: with another hit it goes."""

    image = t.Tuple(t.Unicode(), t.Bytes(), default_value=("", b""))
    """MIME type and bytes; both empty for none."""
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, model: HitsModel) -> None:
        super().__init__()
        self.model = model
        self._look = Latest()
        model.observe(self._another, "chosen")

    async def look(self) -> None:
        """Ask for the image of the chosen hit's plate."""
        hit = self.model.hit()
        if hit is None:
            return
        self.image, self.busy, self.trouble, self.status = ("", b""), True, None, "Looking for the image …"
        try:
            found = await self._look.run(partial(self.model.client.reviews.images, [hit.read_id], ImageKind.CROP))
        except Superseded:
            return
        except NotFound:
            self.busy, self.status = False, _NONE
            return
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.busy, self.status, self.trouble = False, "No image was shown.", notice(error)
            return
        media, data = found.get(hit.read_id) or ("", b"")
        shown = media in _MEDIA
        told = f"On record as {found.head.record}. Compare it with the list, character by character."
        self.busy, self.status = False, told if shown else _NONE
        self.image = (media, data) if shown else ("", b"")

    def _another(self, _change: object) -> None:
        self._look.cancel()
        self.image, self.busy, self.trouble, self.status = ("", b""), False, None, ""


class PictureView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A button beside the plates, and the image under it."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.opener = button("Show the image of the plate", self.go, title="The photograph around it; on record")
        self.status, self.notices = Status(), NoticeBox(self.go)
        self.shown = markup("", "alpr-crop")
        super().__init__([row(self.opener, self.status), self.notices, self.shown])
        picture.observe(self._told)
        picture.model.observe(self._told, ["chosen", "hits"])
        self._told()

    def go(self) -> None:
        """Look, beside the screen."""
        spawn(self.picture.look())

    def _told(self, _change: object = None) -> None:
        picture, hit = self.picture, self.picture.model.hit()
        self.layout.display = "none" if hit is None else ""
        self.opener.disabled = picture.busy
        self.status.say(picture.status, picture.busy)
        self.notices.show(picture.trouble)
        media, data = picture.image
        alt = f"The plate in the photograph, read as {hit.plate}" if hit else ""
        source = f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"
        self.shown.value = f'<img src="{source}" alt="{escape(alt)}">' if data else ""
