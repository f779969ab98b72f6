"""How vehicles and reads of a canvass stand in the table (464.7(d)): at which scenes, when, and how usual that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from workbench.plates.pattern import Pattern
from workbench.ui.canvass.results import habit, why
from workbench.ui.canvass.sieve import Shown
from workbench.ui.search.pattern import marks
from workbench.ui.search.tables import vehicle_cell
from workbench.ui.table import Cell, Column
from workbench.ui.words import local
from workbench.wire.movement import Residents

_Record = dict[str, Any]


def vehicle_columns(pattern: Pattern | None, shown: Shown | None, zone: str) -> list[Column]:
    """One row a vehicle that is shown."""
    usual = (
        [Column("unusual", "Usually there", lambda record: _habit(record, shown), "note lines")]
        if _counted(shown)
        else []
    )
    return [
        Column("vehicle", "Plate", lambda record: Cell(marks(pattern, record["vehicle"])), "mono"),
        Column("scenes", "Scenes, and when", lambda record: _scenes(record, _keys(shown), zone), "lines"),
        *usual,
        Column("description", "Vehicle", vehicle_cell, "small"),
        Column("reads", "Reads", lambda record: Cell.plain(f"{record['reads']:,}"), "number"),
    ]


def left_out_columns(shown: Shown | None, residents: Residents, zone: str) -> list[Column]:
    """One row a vehicle that is left out, with the reason."""

    def reason(record: _Record) -> Cell:
        if shown is None:
            return Cell.plain("")
        return Cell.plain(why(record, [scene.label for scene in shown.scenes], shown.of, residents, shown.at_least))

    return [
        Column("vehicle", "Plate", lambda record: Cell.plain(record["vehicle"]), "mono"),
        Column("unusual", "Why it is left out", reason, "note"),
        Column("scenes", "Scenes, and when", lambda record: _scenes(record, _keys(shown), zone), "lines"),
        Column("description", "Vehicle", vehicle_cell, "small"),
    ]


def read_columns(pattern: Pattern | None, shown: Shown | None, zone: str) -> list[Column]:
    """One row a read."""
    return [
        Column("vehicle", "Plate", lambda record: Cell(marks(pattern, record["vehicle"])), "mono"),
        Column("time", "Time", lambda record: Cell.moment(record["time"], zone)),
        Column("scenes", "Scene", lambda record: _letters(record["scenes"], _keys(shown)), sortable=False),
        Column("camera", "Camera", lambda record: Cell.plain(record["camera"] or "-")),
        Column("direction", "Heading", lambda record: Cell.plain(record["direction"])),
        Column("description", "Vehicle", vehicle_cell, "small"),
        Column("source", "Source", lambda record: Cell.plain(record["source"])),
    ]


def _scenes(record: _Record, keys: Sequence[str], zone: str) -> Cell:
    """``A 21 Nov 18:42 to 18:51`` a line; hovering tells year and zone."""
    pieces: list[tuple[str, str]] = []
    for each in record["seen"]:
        key = keys[each["scene"] - 1]
        pieces += [("\n" if pieces else "", ""), (key, "key"), (f" {_between(each, zone)}", "")]
    return Cell(pieces, title="\n".join(local(each["first"], zone) for each in record["seen"]))


def _between(seen: _Record, zone: str) -> str:
    """From the first read to the last; the day stands at the latter where it is another one."""
    first, last = (seen[name].astimezone(ZoneInfo(zone)) for name in ("first", "last"))
    told = f"{first:%d %b %H:%M}"
    if first.date() != last.date():
        return f"{told} to {last:%d %b %H:%M}"
    return told if f"{first:%H:%M}" == f"{last:%H:%M}" else f"{told} to {last:%H:%M}"


def _habit(record: _Record, shown: Shown | None) -> Cell:
    if shown is None:
        return Cell.plain("")
    told = habit(record, shown.keys, shown.of)
    return Cell(
        [(("\n" if number else "") + words, "bad" if usual else "") for number, (words, usual) in enumerate(told)]
    )


def _letters(numbers: Sequence[int], keys: Sequence[str]) -> Cell:
    return Cell([(", ".join(keys[number - 1] for number in numbers), "key")])


def _keys(shown: Shown | None) -> list[str]:
    return shown.keys if shown else []


def _counted(shown: Shown | None) -> bool:
    return shown is not None and bool(shown.of)
