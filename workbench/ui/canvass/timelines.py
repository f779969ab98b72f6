"""A timeline for each scene (464.7(d)): how many were read when, and when the chosen vehicle was."""

from __future__ import annotations

from functools import partial

import ipywidgets as w
import polars as pl

from workbench.ui.canvass.model import CanvassModel
from workbench.ui.parts import markup
from workbench.ui.timeline import Mark, Timeline
from workbench.ui.timeline.axis import place
from workbench.ui.words import local, plural


class Timelines(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the sieve; a brush narrows it to who was read in that part of the scene's window."""

    def __init__(self, model: CanvassModel) -> None:
        super().__init__()
        self._sieve, self._zone = model.sieve, model.zone
        self.lines: list[Timeline] = []
        self._sieve.observe(self._answered, "shown")
        self._sieve.observe(self._marked, ["vehicle", "spot"])
        self._answered()

    def _answered(self, _change: object = None) -> None:
        shown = self._sieve.shown
        self.lines = []
        if shown is None or shown.reads.is_empty():
            self.children = ()
            return
        for number, (scene, span) in enumerate(zip(shown.scenes, shown.spans, strict=True), 1):
            line = Timeline(scene.label, self._zone)
            reads, vehicles = shown.passed(number)
            times = self._sieve.of_scene(number)["time"]
            line.show(times, *span, told(vehicles, reads, len(times)))
            line.on_brushed(partial(self._brushed, number, line))
            line.observe(self._pressed, "pressed")
            self.lines.append(line)
        hint = "Drag along a timeline, or move its ends with the arrow keys, to see who was read just then."
        self.children = (*self.lines, markup(f"<p>{hint}</p>"))

    def _brushed(self, number: int, line: Timeline) -> None:
        self._sieve.brush(number, line.brush)

    def _pressed(self, change: dict[str, str]) -> None:
        if change["new"]:
            self._sieve.spot = change["new"]

    def _marked(self, _change: object) -> None:
        shown, sieve = self._sieve.shown, self._sieve
        if shown is None:
            return
        for number, (line, span) in enumerate(zip(self.lines, shown.spans, strict=True), 1):
            own = sieve.of_scene(number).filter(pl.col("vehicle") == sieve.vehicle).sort("time")
            line.mark(
                Mark(name, place(time, *span), f"{sieve.vehicle}, {local(time, self._zone)}", name == sieve.spot)
                for name, time in own.select("read_id", "time").iter_rows()
            )


def told(vehicles: int, reads: int, drawn: int) -> str:
    """How many passed a scene, and how many of their reads the bars count where these are not all."""
    fewer = f"; the bars count the {plural(drawn, 'read')} of those found" if drawn < reads else ""
    return f"{plural(vehicles, 'vehicle')} passed, {plural(reads, 'read')}{fewer}"
