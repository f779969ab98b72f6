"""The card of one read beside what it was found in (464.5, 464.7(g)): its image when asked for, what to say of it."""

from __future__ import annotations

from functools import partial

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import visible
from workbench.ui.parts import NoticeBox, Status, button, row
from workbench.ui.review.card import ReviewCard
from workbench.ui.review.one import OneReadModel
from workbench.ui.review.view import hear, item
from workbench.ui.work import spawn, starting
from workbench.wire.photographs import ImageKind

_EMPTY = "Choose a read to look at its image and to review it."


class OneReadView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model; not there while no read is looked at."""

    def __init__(self, model: OneReadModel) -> None:
        self._model = model
        self.plate = button("Show this read's plate", starting(partial(model.look, ImageKind.CROP)))
        self.whole = button("Show its whole photograph", starting(partial(model.look, ImageKind.ORIGINAL)))
        for each in (self.plate, self.whole):
            each.tooltip = "This look is on record"
        self.status = Status()
        self.notices = NoticeBox()
        self.card = ReviewCard(partial(hear, model), empty=_EMPTY, may_say=model.may_say)
        super().__init__([row(self.plate, self.whole, self.status), self.notices, self.card])
        self.add_class("alpr-one")
        for name in ("chosen", "correcting", "typed", "busy"):
            link((model, name), (self.card, name))
        model.observe(self._read, ["taken", "said"])
        model.observe(self._pictured, ["picture", "unseen", "crop"])
        model.observe(self._typed, ["typed", "correcting"])
        model.observe(self._told, ["status", "busy", "trouble"])
        self._read()

    def on_key(self, key: str) -> None:
        """What a key that was pressed on the read's row does: ``i`` looks at the plate's image, ``c`` corrects."""
        if key == "i":
            spawn(self._model.look(ImageKind.CROP))
        elif key == "c":
            self._model.correct()

    def _read(self, _change: object = None) -> None:
        model = self._model
        self.layout.display = "" if model.read else "none"
        self.card.item = item(model, "chosen among what was found") | earlier(model) if model.read else {}

    def _pictured(self, _change: object) -> None:
        self.card.unseen = visible(self._model.unseen)
        self.card.media, self.card.picture = self._model.picture
        self.card.crop_media, self.card.crop = self._model.crop

    def _typed(self, _change: object) -> None:
        self.card.problem = visible(self._model.problem())

    def _told(self, _change: object) -> None:
        self.status.say(self._model.status, self._model.busy)
        self.notices.show(self._model.trouble)


def earlier(model: OneReadModel) -> dict[str, str]:
    """What counted of the read when it was found; empty where nothing did."""
    read = model.read
    if read is None or read.outcome is None:
        return {}
    corrected = f" to {read.resolved_plate}" if read.resolved_plate else ""
    return {"earlier": visible(f"Reviewed before: {read.outcome.value}{corrected}.")}
