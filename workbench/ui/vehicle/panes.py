"""What stands in the tabs of one vehicle besides its track (464.7(d)): hours, places, company, gaps, base rates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w
import polars as pl

from workbench.prose.shown import escape, one_line
from workbench.ui.parts import markup
from workbench.ui.search.results import vehicles
from workbench.ui.search.tables import vehicle_columns
from workbench.ui.search.why import Likely
from workbench.ui.table import DataTable
from workbench.ui.vehicle.company import ASSUMPTIONS, FIGURES, together, verdict
from workbench.ui.vehicle.gaps import WHAT as GAP
from workbench.ui.vehicle.heat import busiest, heat
from workbench.ui.vehicle.looks import LookView
from workbench.ui.vehicle.model import CHOICES, COMPANY, GAPS, PLACES, RATES, TRACK, Answered, VehicleModel
from workbench.ui.vehicle.places import SCORE, hours, scored
from workbench.ui.vehicle.rates import WHAT as RATE
from workbench.ui.vehicle.rates import by_camera, looks_words, words
from workbench.ui.vehicle.tables import company_columns, gap_columns, place_columns, rate_columns
from workbench.ui.words import plural
from workbench.ui.work import starting
from workbench.wire.movement import FEW_DAYS

_TABLE = "380px"
Open = Callable[[str], None]


_NO_GAP = "No stretch without a read is unlikely by its habits."
_NO_HABIT = "It was read on too few days to tell a gap; that says nothing of where it was."


def _again(model: VehicleModel, name: str) -> Callable[[], None]:
    return starting(partial(model.open, name))


def _said(*sentences: str) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in sentences if each)


def _empty(table: DataTable) -> None:
    table.show(pl.DataFrame())


def _noted(answered: Answered) -> list[str]:
    names = answered.names or ("",) * len(answered.heads)
    told = [(name, note) for name, head in zip(names, answered.heads, strict=True) for note in head.notes]
    return [f"Of {name} {note[0].lower()}{note[1:]}" if name else note for name, note in told]


def choices(model: VehicleModel, choose: Open) -> LookView:
    """The vehicles that a partial plate fits, to choose one."""
    table = DataTable(vehicle_columns(None, model.zone), "Vehicles that fit", "vehicle", height=_TABLE)
    table.action, table.empty = "to look at the vehicle", "No plate fits in this window."
    table.observe(lambda _change: choose(table.chosen), "opened")

    def fill(answered: Answered) -> str:
        reading = model.reading()
        likely = Likely.of(answered.head, answered.frame)
        table.shape(vehicle_columns(reading.pattern if reading else None, model.zone, likely), "vehicle")
        table.show(vehicles(answered.frame) if len(answered.frame) else pl.DataFrame())
        return _said("Choose the vehicle that is meant: Enter, or a double click, looks at it.", *_noted(answered))

    return LookView(model.looks[CHOICES], model.zone, _again(model, CHOICES), table, fill, partial(_empty, table))


def places(model: VehicleModel) -> LookView:
    """Places frequented with their score."""
    table = DataTable(place_columns(model.zone), "Places frequented", "place", height=_TABLE)
    table.empty = "It was read nowhere that has a name or a place."

    def choose(change: dict[str, Any]) -> None:
        if change["new"]:
            model.place = change["new"]

    def fill(answered: Answered) -> str:
        days = int(answered.head.extra.get("days") or 0)
        table.show(scored(answered.frame, days))
        few = f"Only {plural(days, 'day')} with a read: a score says little." if days < FEW_DAYS else ""
        return _said(few, *_noted(answered), SCORE)

    table.observe(choose, "chosen")
    return LookView(model.looks[PLACES], model.zone, _again(model, PLACES), table, fill, partial(_empty, table))


def week(model: VehicleModel) -> LookView:
    """Reads by hour and weekday, of all places or the chosen one."""
    shown = markup("", "alpr-week")
    chosen = w.Dropdown(description="Place", options=[("All places", "")])
    chosen.layout.width = "300px"

    def draw(_change: object = None) -> None:
        answered = model.looks[PLACES].answered
        if answered is None:
            return
        counts = hours(answered.frame, chosen.value or "")
        where = one_line(chosen.value, 60) if chosen.value else "all places"
        shown.value = f"<p>{escape(busiest(counts))}</p>" + heat(
            counts, f"Reads by hour and weekday, {where}, {model.zone}"
        )

    def fill(answered: Answered) -> str:
        names = answered.frame["place"].to_list() if len(answered.frame) else []
        chosen.options = [("All places", ""), *((one_line(name, 60), name) for name in names)]
        chosen.value = ""
        draw()
        what = "Each cell counts reads of all days of the window in that hour; how busy a camera is stays out of it."
        return _said(what, *_noted(answered))

    def wipe() -> None:
        chosen.options, shown.value = [("All places", "")], ""

    def follow(change: dict[str, Any]) -> None:
        if change["new"] in [value for _, value in chosen.options]:
            chosen.value = change["new"]

    chosen.observe(draw, "value")
    model.observe(follow, "place")
    return LookView(model.looks[PLACES], model.zone, _again(model, PLACES), w.VBox([chosen, shown]), fill, wipe)


def company(model: VehicleModel, choose: Open) -> LookView:
    """Who was read near it, and how that compares with chance."""
    table = DataTable(company_columns(model.zone), "Vehicles read near it", "plate", height=_TABLE)
    table.action, table.empty = "to look at that vehicle", "Nobody shared two of its outings or more."
    taken = "".join(f"<li>{escape(each)}</li>" for each in ASSUMPTIONS)
    assumed = markup(
        f"<details><summary>What this assumes, and what it does not say</summary><ul>{taken}</ul></details>"
    )
    table.observe(lambda _change: choose(table.chosen), "opened")

    def tell(change: dict[str, Any]) -> None:
        answered = model.looks[COMPANY].answered
        if not change["new"] or answered is None:
            table.detail = []
            return
        record = answered.frame.filter(pl.col("plate") == change["new"]).row(0, named=True)
        said = verdict(record["corrected"])
        table.tell({said[:1].upper() + said[1:]: together(record, int(answered.head.extra.get("met") or 0))})

    def fill(answered: Answered) -> str:
        table.show(answered.frame)
        return _said(*_noted(answered), FIGURES)

    table.observe(tell, "chosen")
    return LookView(
        model.looks[COMPANY], model.zone, _again(model, COMPANY), w.VBox([table, assumed]), fill, partial(_empty, table)
    )


def gaps(model: VehicleModel) -> LookView:
    """When it was not read although it usually is."""
    table = DataTable(gap_columns(model.zone), "Gaps", "after", height=_TABLE)

    def fill(answered: Answered) -> str:
        known = int(answered.head.extra.get("days_read") or 0) >= FEW_DAYS
        table.empty = _NO_GAP if known else _NO_HABIT
        table.show(answered.frame)
        return _said(*_noted(answered), GAP)

    return LookView(model.looks[GAPS], model.zone, _again(model, GAPS), table, fill, partial(_empty, table))


def rates(model: VehicleModel) -> LookView:
    """How common its looks are where it was read."""
    table = DataTable(rate_columns(""), "Base rates by camera", "camera", height=_TABLE)

    def fill(answered: Answered) -> str:
        track = model.looks[TRACK].answered
        if track is None or track.frame.is_empty():
            table.show(pl.DataFrame())
            return _said("The vehicle was not read in this window: there is nothing to weigh.", *_noted(answered))
        table.shape(rate_columns(looks_words(answered.looks) if answered.looks else ""), "camera")
        found = by_camera(track.frame, answered.frame, answered.more)
        table.show(found.with_columns(share=pl.col("alike") / pl.col("all")))
        return _said(words(found, answered.looks), RATE, *_noted(answered))

    return LookView(model.looks[RATES], model.zone, _again(model, RATES), table, fill, partial(_empty, table))


BEFORE = """<p>Nothing looked at yet. Type a plate and press Look; each of these is a look on record of its own.</p><ul>
<li><b>Track</b>: its reads in the order of time, on the table, the timeline and the map.</li>
<li><b>Hours</b>: at which hours and on which weekdays it is read.</li>
<li><b>Places</b>: where it is read on many days, and how long it stays.</li>
<li><b>Seen together</b>: who is read near it more often than chance explains.</li>
<li><b>Gaps</b>: when it was not read although it usually is.</li>
<li><b>Base rate</b>: how common its looks are where it was read, to weigh one sighting.</li></ul>"""
PANES: dict[str, tuple[str, Callable[..., LookView]]] = {
    "hours": ("Hours", week),
    "places": ("Places", places),
    "company": ("Seen together", company),
    "gaps": ("Gaps", gaps),
    "rates": ("Base rate", rates),
}
LOOK_OF = {"track": TRACK, "hours": PLACES, "places": PLACES, "company": COMPANY, "gaps": GAPS, "rates": RATES}


def panes(model: VehicleModel, choose: Open) -> dict[str, tuple[str, w.Widget]]:
    """All of them, by name, with what is written on their tabs."""
    made = {
        name: partial(make, model, choose) if name == "company" else partial(make, model)
        for name, (_, make) in PANES.items()
    }
    return {name: (PANES[name][0], make()) for name, make in made.items()}
