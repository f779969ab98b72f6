"""The timeline of a search (464.7(d)): how many reads when, and the followed plate's; its brush narrows all else."""

from __future__ import annotations

import ipywidgets as w

from workbench.ui.parts import markup
from workbench.ui.search.model import SearchModel
from workbench.ui.search.shown import Change, same_answer
from workbench.ui.timeline import Mark, Timeline
from workbench.ui.timeline.axis import place
from workbench.ui.words import local, plural

_HINT = "Drag along the timeline, or move its ends with the arrow keys, to see the reads of that time alone."


class SearchTimeline(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model; it is there once reads were found. Nothing is asked anew by it."""

    def __init__(self, model: SearchModel) -> None:
        self._model = model
        self.line = Timeline("Reads along time", model.zone)
        super().__init__([self.line, markup(f"<p>{_HINT}</p>")])
        self.line.on_brushed(self._brushed)
        self.line.observe(self._pressed, "pressed")
        model.observe(self._answered, "shown")
        model.observe(self._narrowed, "brush")
        model.observe(self._marked, ["vehicle", "spot"])
        self._answered()

    def _answered(self, change: Change | None = None) -> None:
        shown = self._model.shown
        if shown is not None and change and same_answer(change):
            self._marked()
            return
        found = shown is not None and len(shown.reads) > 0
        self.layout.display = "" if found else "none"
        if shown is None or not found:
            self.line.wipe()
            return
        self.line.show(shown.reads["time"], *shown.span)
        self._tell()

    def _tell(self) -> None:
        model = self._model
        if model.head is None or model.reads is None:
            return
        all_of_it = plural(len(model.reads), "read")
        if model.head.count < model.head.total:
            all_of_it = f"the first {model.head.count:,} of {model.head.total:,} reads"
        self.line.told = f"{len(model.within()):,} of {all_of_it} in this time" if model.brush else all_of_it

    def _brushed(self) -> None:
        self._model.brush = self.line.brush

    def _narrowed(self, _change: object) -> None:
        if self._model.brush is None:
            self.line.free()
        self._tell()

    def _pressed(self, change: dict[str, str]) -> None:
        if change["new"] in self._followed():
            self._model.spot = change["new"]

    def _followed(self) -> set[str]:
        return {mark["id"] for mark in self.line.marks}

    def _marked(self, _change: object = None) -> None:
        model = self._model
        if model.shown is None:
            return
        own = model.shown.reads.filter(model.shown.reads["vehicle"] == model.vehicle).sort("time")
        self.line.mark(
            Mark(
                name, place(time, *model.shown.span), f"{model.vehicle}, {local(time, model.zone)}", name == model.spot
            )
            for name, time in own.select("read_id", "time").iter_rows()
        )
