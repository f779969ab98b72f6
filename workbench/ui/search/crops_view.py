"""The plates side by side, under the reads in the order of time (464.7(d))."""

from __future__ import annotations

import ipywidgets as w
import polars as pl

from workbench.prose.shown import escape
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.search.crops import CropsModel
from workbench.ui.search.images import address
from workbench.ui.words import local
from workbench.ui.work import starting


class CropsView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A button while a vehicle is followed, and what it brought."""

    def __init__(self, model: CropsModel) -> None:
        self._model = model
        self.ask = button(
            "Show the plates of all these reads", starting(model.look), title="One look for all, on record"
        )
        self.status, self.notices = Status(), NoticeBox(starting(model.look), "Look again")
        self.strip = markup("", "alpr-crops")
        super().__init__([row(self.ask, self.status), self.notices, self.strip])
        model.observe(self._told, ["busy", "status", "trouble", "shown"])
        model.search.observe(self._told, ["vehicle", "brush", "shown"])
        self._told()

    def _told(self, _change: object = None) -> None:
        model = self._model
        self.layout.display = "" if model.asked() else "none"
        self.ask.disabled = model.busy
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self.strip.value = "".join(self._figure(*each) for each in model.shown)

    def _figure(self, read_id: str, media: str, data: bytes) -> str:
        own = self._model.search.followed().filter(pl.col("read_id") == read_id)
        number, plate, time, camera = own.select("number", "plate", "time", "camera").row(0)
        told = f"{number}. {local(time, self._model.search.zone)}, {camera or 'no camera'}"
        return (
            f'<figure><img src="{address(media, data)}" alt="Plate read as {escape(plate)}, {escape(told)}">'
            f"<figcaption><b>{escape(plate)}</b> {escape(told)}</figcaption></figure>"
        )
