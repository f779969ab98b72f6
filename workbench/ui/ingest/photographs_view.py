"""The panel for photographs, archives and videos (464.7.1(a), 464.9): terms, progress, and what is to be supplied."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.ui.ingest.photographs_model import WHEN, PhotographModel, table
from workbench.ui.ingest.terms_fields import CHOOSE, connect, terms_fields
from workbench.ui.ingest.upload import Upload
from workbench.ui.parts import NoticeBox, Status, button, markup, row
from workbench.ui.table import Cell, Column, DataTable
from workbench.ui.work import spawn
from workbench.wire.photographs import BatchState, PhotographState

_ACCEPT = "image/*,video/*,.zip,.tar,.tgz,.gz,.heic"
_STATES: dict[str, str] = {
    PhotographState.FAILED: "not read",
    PhotographState.INCOMPLETE: "lacks something",
    PhotographState.DUPLICATE: "was there before",
}
_REGIONS = [
    ("As the agency has set it", ""),
    ("The United States", "us"),
    ("Mexico", "mx"),
    ("Europe", "eu"),
    ("Brazil", "br"),
    ("Anywhere", "any"),
]
_COLUMNS = [
    Column("name", "File", lambda r: Cell.plain(r["name"])),
    Column("state", "What became of it", lambda r: Cell.plain(_STATES[r["state"]])),
    Column("reason", "Why", lambda r: Cell.plain(r["reason"])),
]


class PhotographPanel(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The form, how far the batch is, and the files that somebody must look at."""

    def __init__(self, model: PhotographModel) -> None:
        self.model = model
        self.status, self.notices = Status(), NoticeBox()
        self.bar = w.FloatProgress(max=1.0, description="")
        self.send = button("Hand in photographs", self._hand_in, main=True)
        self.stop = button("Call the batch off", self._cancel)
        self.files = DataTable(_COLUMNS, "Files that were not read", "photograph")
        self.lacking = w.SelectMultiple(description="Photographs that lack something", rows=6)
        self.supply = button("Supply it for the chosen ones", self._supply)
        self.earlier = w.Dropdown(description="Earlier batches", options=[CHOOSE])
        super().__init__([self._form(), self._batch()])
        model.observe(self._told, ["status", "busy", "following", "trouble", "progress", "files"])
        self.earlier.observe(lambda change: spawn(model.choose(change["new"])) if change["new"] else None, "value")
        self._told(None)

    def _form(self) -> w.Widget:
        model = self.model
        what = {
            "paths": w.SelectMultiple(description="In your home folder", options=model.choices(), rows=4),
            "region": w.Dropdown(description="Plates of", options=_REGIONS),
        }
        what["paths"].layout.display = "" if what["paths"].options else "none"
        connect(model, what)
        self.upload = Upload("Photographs from your own machine", _ACCEPT, model.upload, several=True)
        card = w.VBox(
            [
                row(what["paths"], self.upload, what["region"], self.earlier),
                *terms_fields(model, model.me.sources, "photograph"),
                row(self.send, self.stop),
            ]
        )
        card.add_class("alpr-card")
        return card

    def _batch(self) -> w.Widget:
        self.time = w.Text(description="When they were taken", placeholder=WHEN)
        link((self.model, "time"), (self.time, "value"))
        self.completing = w.VBox(
            [
                markup("<p>Camera, place and time zone are taken from the fields above.</p>"),
                row(self.lacking, self.time),
                row(self.supply),
            ]
        )
        self.completing.add_class("alpr-card")
        for field in (self.lacking, self.time, self.earlier):
            field.layout.width = "380px"
        self.bar.layout.width = "100%"
        return w.VBox([self.notices, self.status, self.bar, self.files, self.completing])

    async def load(self) -> None:
        """Fill the list of earlier batches."""
        found = await self.model.batches()
        named = [(f"{one.offer.name} ({one.state}, {one.received:%Y-%m-%d})", one.batch_id) for one in found]
        self.earlier.options = [CHOOSE, *named]

    def _hand_in(self) -> None:
        spawn(self.model.hand_in())

    def _cancel(self) -> None:
        spawn(self.model.cancel())

    def _supply(self) -> None:
        spawn(self.model.complete(tuple(self.lacking.value)))

    def _told(self, _change: object) -> None:
        model, progress = self.model, self.model.progress
        at_work = model.busy or model.following
        self.status.say(model.status, at_work)
        self.notices.show(model.trouble)
        self.send.disabled = model.busy
        self.stop.layout.display = "" if model.busy or _runs(progress) else "none"
        self.bar.layout.display = "" if progress else "none"
        if progress:
            self.bar.value = (progress.total - progress.waiting) / progress.total if progress.total else 1.0
            if not model.busy and not at_work:
                self.upload.clear()
        self.files.layout.display = "" if model.files else "none"
        self.files.show(table(model.files) if model.files else pl.DataFrame())
        lacking = [one for one in model.files if one.state is PhotographState.INCOMPLETE]
        self.completing.layout.display = "" if lacking else "none"
        self.lacking.options = [(f"{one.name}: {', '.join(one.missing)}", one.photograph) for one in lacking]


def _runs(progress: Any) -> bool:
    return progress is not None and progress.state in (BatchState.OPEN, BatchState.READING)
