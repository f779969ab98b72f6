"""Saying what became of a hit (464.7(g)): the result, and the record of the look-up that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import ipywidgets as w
from traitlets import link

from workbench.ui.field import Field
from workbench.ui.hits.model import HitsModel, chosen_result
from workbench.ui.hits.words import RESULTS
from workbench.ui.parts import button, markup, moment, row

Run = Callable[[Coroutine[Any, Any, None]], None]


class ResultForm(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model's form; the field that is wanted takes the focus, and ``done`` gives it back."""

    def __init__(self, model: HitsModel, run: Run, done: Callable[[], None]) -> None:
        self._model, self._run, self._done = model, run, done
        options = [(f"{result.key} {result.label}", result.status.value) for result in RESULTS]
        self.result = w.ToggleButtons(description="What became of it", options=options, value=None)
        self.result.tooltips = [result.meaning for result in RESULTS]
        self.result.style.button_width = "auto"
        self.reference = Field("CLETS reference", self._record, placeholder="as CLETS gave it")
        self.looked_up = moment("CLETS answered", model.zone)
        self.note = Field("Note", self._record, placeholder="what else should be known", width="280px")
        self.told = markup("", "alpr-result-told")
        self.record = button("Record", self._record, main=True)
        self.undo = button("Take back my last word (z)", lambda: run(model.withdraw()))
        self.looked_up.layout.width = "222px"
        fields = row(self.reference, self.looked_up, self.note, self.record, self.undo)
        super().__init__([self.result, self.told, fields])
        self.add_class("alpr-card")
        self._wire()

    def _wire(self) -> None:
        model = self._model
        for name in ("reference", "looked_up", "note"):
            link((model, name), (getattr(self, name), "value"))
        self.result.observe(lambda change: setattr(model, "result", change["new"] or ""), "value")
        model.observe(lambda change: setattr(self.result, "value", change["new"] or None), "result")
        model.observe(self._tell, ["result", "busy", "chosen", "hits"])
        model.observe(self._want, "wanted")
        self._tell()

    def _record(self) -> None:
        self._run(self._recorded())

    async def _recorded(self) -> None:
        if await self._model.record():
            self._done()

    def _tell(self, _change: object = None) -> None:
        model = self._model
        result, hit = chosen_result(model.result), model.hit()
        idle = hit is None or model.busy
        self.record.disabled = idle or result is None
        self.undo.disabled = model.busy or not model.may_undo
        self.result.disabled = hit is None
        self.told.value = f"<p>{_wants(model)}</p>"

    def _want(self, change: dict[str, Any]) -> None:
        name, _ = change["new"]
        if name:
            getattr(self, name).focus()


def _wants(model: HitsModel) -> str:
    """What the result means, and what it wants."""
    result, hit = chosen_result(model.result), model.hit()
    if hit is None:
        return "Choose a hit first."
    if result is None:
        return f"Look hit {hit.hit} up in CLETS, or compare the plates, then say what became of it (464.7(g))."
    wants = {"reference": " Needs the reference of the look-up.", "note": " Needs a note that says why.", "": ""}
    return f"Hit {hit.hit} is recorded as <b>{result.label.lower()}</b>: {result.meaning}.{wants[result.wants]}"
