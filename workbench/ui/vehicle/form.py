"""The form of the one-vehicle panel (464.7(d)): a whole plate, or a part of it to choose from; and the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as w
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.field import Field
from workbench.ui.parts import button, markup, moment, row
from workbench.ui.vehicle.model import LIMITS, VehicleModel

_HINT = (
    "Type the whole plate; or a part of it, with ? for one character and * for a run of them, to choose from what fits."
)
_STALE = "The form asks for something else by now: press Look."
_PERIODS = ((7, "7 days"),)


class VehicleForm(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Writes what is typed into the model and tells at once what it means; ``go`` starts the look."""

    def __init__(self, model: VehicleModel, go: Callable[[], None]) -> None:
        self._model = model
        self.plate = Field("Plate", go, placeholder="e.g. 7ABC123 or 7AB*", width="200px")
        self.plate.add_class("alpr-pattern")
        self.start, self.end = moment("From", model.zone), moment("To", model.zone)
        for picker in (self.start, self.end):
            picker.layout.width = "222px"
        days, longer = model.me.window_days, model.me.age_days
        periods = [*_PERIODS, (days, f"{days} days"), (longer, f"{longer} days")]
        back = [button(label, partial(model.look_back, count), title=_back(count, days)) for count, label in periods]
        asks = [(f"{most:,}" + (" (asked)" if most > LIMITS[0] else ""), most) for most in LIMITS]
        self.limit = w.Dropdown(description="Reads at most", options=asks)
        self.limit.layout.width = "112px"
        self.look = button("Look", go, main=True)
        self.look.add_class("alpr-tall")
        self.told = markup("", "alpr-told")
        super().__init__([row(self.plate, self.start, self.end, *back, self.limit, self.look), self.told])
        self.add_class("alpr-card")
        for name in ("plate", "start", "end", "limit"):
            link((model, name), (getattr(self, name), "value"))
        model.observe(self._tell, ["plate", "start", "end", "limit", "trouble", "question", "hint"])
        self._tell()

    def _tell(self, _change: object = None) -> None:
        model, lines = self._model, []
        partial_plate = model.reading()
        if model.trouble:
            lines.append(f'<div class="bad" role="alert"><b>{escape(model.trouble)}</b></div>')
        elif partial_plate is not None and partial_plate.pattern is not None:
            lines.append(f"<div>A part of a plate: <b>{escape(partial_plate.words)}</b></div>")
        elif partial_plate is not None and partial_plate.words:
            lines.append(f'<div class="bad"><b>{escape(partial_plate.words)}</b> {escape(partial_plate.how)}</div>')
        if odd := model.odd():
            lines.append(f'<div class="ask">{escape(odd)}</div>')
        if model.hint:
            lines.append(f'<div class="ask">{escape(model.hint)}</div>')
        if model.stale():
            lines.append(f'<div class="ask">{_STALE}</div>')
        self.told.value = "".join(lines) or f"<div>{_HINT}</div>"


def _back(days: int, usual: int) -> str:
    asked = "; you will be asked to confirm it" if days > usual else ""
    return f"Look back {days} days{asked}"
