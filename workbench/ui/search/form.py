"""The form of the partial-plate search (464.7(d)): pattern, what else may fit, window, looks, area."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as w
from traitlets import link

from workbench.plates.pattern import FARTHEST
from workbench.prose.shown import escape
from workbench.ui.field import Field
from workbench.ui.looks import looks_fields
from workbench.ui.parts import button, markup, moment, row
from workbench.ui.search.model import FIELDS, LIMITS, SearchModel
from workbench.ui.search.pattern import Reading

_PERIODS = ((1, "24 h"), (7, "7 days"))


class SearchForm(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Writes what is typed into the model and tells at once what it means; ``go`` starts the search.

    What the vehicle looks like is folded until ``looks_opener`` is pressed; it stands in ``more``, for such openers.
    """

    def __init__(self, model: SearchModel, go: Callable[[], None], draw: Callable[[], None]) -> None:
        self._model = model
        self._pattern = Field("Partial plate", go, placeholder="e.g. 7AB?1*", width="300px")
        self._pattern.add_class("alpr-pattern")
        self._alike = w.Checkbox(description="Look-alikes (0/O, 1/I, 8/B …)", indent=False)
        self._alike.tooltip = "0, O, D and Q; 1, I and L; 2 and Z; 5 and S; 6 and G; 8 and B"
        self._wrong = w.Dropdown(description="Wrong characters", options=range(FARTHEST + 1))
        self._wrong.tooltip = "How many characters may be wrong, missing or too many"
        self._wrong.layout.width = "auto"
        self._others = w.Checkbox(description="Other readings of the cameras", indent=False)
        self._told = markup("", "alpr-told")
        self.search = button("Search", go, main=True)
        self.search.add_class("alpr-tall")
        asks = [(f"{most:,}" + (" (asked)" if most > LIMITS[0] else ""), most) for most in LIMITS]
        self.limit = w.Dropdown(description="Reads at most", options=asks)
        self.limit.layout.width = "auto"
        what = row(self._pattern, self.search, self._alike, self._wrong, self._others, self.limit)
        self.looks = looks_fields()
        self.looks_opener = button("Make, colour …", self._open_looks, title="Ask for what the vehicle looks like too")
        self._looks = row(*self.looks.values())
        self._looks.layout.display = "none"
        self.more = row(self.looks_opener, look="alpr-tight")
        super().__init__(
            [what, self._told, row(self._when(), self._where(draw), self.more, look="alpr-tight"), self._looks]
        )
        self.add_class("alpr-card")
        self._wire()

    def _when(self) -> w.Box:
        zone = self._model.zone
        self._start, self._end = moment("From", zone), moment("To", zone)
        for picker in (self._start, self._end):
            picker.layout.width = "202px"
        days = self._model.me.window_days
        periods = [*_PERIODS, (days, f"{days} days")]
        back = [
            button(label, partial(self._model.look_back, count), title=f"Look back {label}") for count, label in periods
        ]
        return row(self._start, self._end, *back, look="alpr-tight")

    def _where(self, draw: Callable[[], None]) -> w.Box:
        self._use = w.Checkbox(description="Only in an area", indent=False)
        # Without bounds: what is out of them is told, not silently made another place.
        self._latitude = w.FloatText(description="Latitude", step=0.001)
        self._longitude = w.FloatText(description="Longitude", step=0.001)
        self._radius = w.FloatText(description="Radius (km)", step=0.5)
        for field in (self._latitude, self._longitude, self._radius):
            field.layout.width = "104px"
        self._fields = row(self._latitude, self._longitude, self._radius)
        hint = "Click the centre, then the rim"
        return row(self._use, self._fields, button("Draw on the map", draw, title=hint), look="alpr-tight")

    def _wire(self) -> None:
        model = self._model
        for name, field in {
            "pattern": self._pattern,
            "lookalikes": self._alike,
            "distance": self._wrong,
            "candidates": self._others,
            "limit": self.limit,
            "start": self._start,
            "end": self._end,
            "use_area": self._use,
            "latitude": self._latitude,
            "longitude": self._longitude,
            "radius_km": self._radius,
            **self.looks,
        }.items():
            link((model, name), (field, "value"))
        model.observe(self._tell, list(FIELDS))
        model.observe(self._busy, "busy")
        self._tell()
        self._busy()

    def _open_looks(self) -> None:
        self._look()
        next(iter(self.looks.values())).focus()

    def _look(self) -> None:
        self._looks.layout.display, self.looks_opener.layout.display = "", "none"

    def _tell(self, _change: object = None) -> None:
        self._fields.layout.display = "" if self._model.use_area else "none"
        model = self._model
        if model.looks().asked():
            self._look()
        everywhere = model.start is None and not model.use_area
        self._told.value = told(
            model.reading(), model.pattern, model.cautions(), everywhere=everywhere, least=model.me.fixed_characters
        )

    def _busy(self, _change: object = None) -> None:
        self.search.disabled = self._model.busy


def told(reading: Reading, typed: str, cautions: str, *, everywhere: bool, least: int) -> str:
    """The explanation under the box, as HTML; a wrong character is shown where it was typed.

    With fewer characters than ``least`` that are known for certain it is asked again.
    """
    lines = []
    if reading.pattern is not None:
        lines.append(f"<div>Matches: <b>{escape(reading.words)}</b></div>")
        if reading.pattern.fixed - reading.pattern.distance < least:
            asks = "a second person must approve" if everywhere else "you will be asked to confirm"
            known = "certain" if reading.pattern.distance else "known"
            few = f"Fewer than {least} {known} characters: {asks} it on a signed-in page."
            lines.append(f'<div class="ask">{few}</div>')
    elif reading.words:
        lines.append(f'<div class="bad"><b>{escape(reading.words)}</b> {escape(reading.how)}</div>')
        if 0 <= reading.position < len(typed):
            lines.append(f'<div class="typed">{pointed(typed, reading.position)}</div>')
    else:
        lines.append(f"<div>{escape(reading.how)}</div>")
    if cautions:
        lines.append(f'<div class="bad"><b>{escape(cautions)}</b></div>')
    return "".join(lines)


def pointed(typed: str, position: int) -> str:
    """What was typed, with the character at ``position`` marked; long text is cut around it."""
    first = max(0, position - 30)
    before, after = typed[first:position], typed[position + 1 : position + 20]
    return (
        f"{'…' if first else ''}{escape(before)}<mark>{escape(typed[position])}</mark>{escape(after)}"
        f"{'…' if position + 20 < len(typed) else ''} <span>(character {position + 1})</span>"
    )
