"""The track on the screen (464.7(d)): reads in the order of time, step by step, with a brush; an order, not a route."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w
import polars as pl

from workbench.prose.shown import escape
from workbench.ui.parts import button, markup, row
from workbench.ui.table import DataTable
from workbench.ui.taking import TakingView
from workbench.ui.timeline import Timeline
from workbench.ui.vehicle.model import TRACK, Answered, VehicleModel
from workbench.ui.vehicle.tables import track_columns
from workbench.ui.vehicle.track import MARKED, faults, legs, marks
from workbench.ui.words import plural


class TrackPane(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model's track, brush and spot; ``choose`` looks at other plates where this one has no read."""

    def __init__(self, model: VehicleModel, choose: Callable[[str], None]) -> None:
        self._model = model
        self._filling = False
        self.line = Timeline("Reads", model.zone)
        self.line.on_brushed(self._brushed)
        self.line.observe(lambda change: self._point(change["new"]), "pressed")
        self.back = button("◀ Earlier read", partial(model.step, -1))
        self.on = button("Later read ▶", partial(model.step, 1))
        self.told = markup("", "alpr-told")
        self.table = DataTable(track_columns(model.zone), "Reads in the order of time", "read_id", height="380px")
        self.table.empty = (
            "No read in this window. The plate may have been misread, or passed no camera: look for plates that look "
            "like it, or in a longer window."
        )
        alike = button("Look for plates that look like it", lambda: choose(f"~{model.plate.strip()}"))
        self.ways = row(alike)
        self.table.observe(self._row, "chosen")
        super().__init__(
            [self.line, row(self.back, self.on, self.told), self.table, self.ways, TakingView(model.taking)]
        )
        self.add_class("alpr-stack")
        model.observe(self._narrowed, "brush")
        model.observe(self._pointed, "spot")

    def fill(self, answered: Answered) -> str:
        """Show an answer; what is said above it, as HTML."""
        question = answered.question
        found = len(answered.frame)
        for widget in (self.line, self.back, self.on):
            widget.layout.display = "" if found else "none"
        self.ways.layout.display = "none" if found else ""
        if found:
            self.line.show(answered.frame["time"], question.start, question.end, plural(found, "read"))
        self._narrowed()
        cut = [note for note in answered.head.notes if note]
        wrong = faults(legs(answered.frame)) if found else ""
        shown = [
            f'<p class="bad"><b>{escape(wrong)}</b></p>' if wrong else "",
            *(f"<p>{escape(note)}</p>" for note in cut),
        ]
        if not found:
            return f"<p><b>No read of {escape(question.plate)}.</b></p>" + "".join(shown)
        cameras = answered.frame["camera"].n_unique()
        head = f"{plural(found, 'read')} of {question.plate} at {plural(cameras, 'camera')}"
        return f"<p><b>{escape(head)}</b> in the order of time; a line between two is not a route.</p>" + "".join(shown)

    def wipe(self) -> None:
        """Take it off the screen."""
        self.table.show(pl.DataFrame())
        self.line.mark(())
        self.line.bars = []

    def _narrowed(self, _change: object = None) -> None:
        track = self._model.track()
        answered = self._model.looks[TRACK].answered
        self._filling = True
        self.table.refill(legs(track) if not track.is_empty() else track)
        self._filling = False
        whole = len(answered.frame) if answered else 0
        brushed = f"{len(track):,} of {plural(whole, 'read')} within the brush." if self._model.brush else ""
        few = f" Marked on the timeline: the newest {MARKED:,} of them; the bars count all." * (len(track) > MARKED)
        self.told.value = f"<div>{brushed}{few}</div>" if brushed or few else ""
        self._pointed()

    def _brushed(self) -> None:
        self._model.brush = self.line.brush

    def _point(self, read_id: str) -> None:
        if read_id:
            self._model.spot = read_id

    def _row(self, change: dict[str, Any]) -> None:
        if not self._filling:
            self._point(change["new"])

    def _pointed(self, _change: object = None) -> None:
        model = self._model
        answered = model.looks[TRACK].answered
        if answered is None:
            return
        self.table.choose(model.spot)
        span = (answered.question.start, answered.question.end)
        self.line.mark(marks(model.track(), model.spot, *span, model.zone) if not model.track().is_empty() else [])
