"""How reads and vehicles stand in the table: times in the agency's zone, each match with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workbench.plates.pattern import Pattern
from workbench.policy.reviews import Outcome
from workbench.ui.search.pattern import marks
from workbench.ui.search.why import Likely, why_cell
from workbench.ui.table import Cell, Column
from workbench.ui.words import local

_Record = dict[str, Any]
_REVIEWED = {
    Outcome.ACCEPTED.value: ("accepted on review", "quiet"),
    Outcome.CORRECTED.value: ("corrected on review", "quiet"),
    Outcome.REJECTED.value: ("rejected on review: no plate", "bad"),
    Outcome.UNREADABLE.value: ("unreadable on review", "bad"),
}
"""What a review of a read is called beside its plate, and how that looks."""


def plate_cell(pattern: Pattern | None) -> Callable[[_Record], Cell]:
    """The plate with its matched and swapped characters marked, and what the camera gave where it differs."""

    def cell(record: _Record) -> Cell:
        vehicle = record["vehicle"]
        pieces = marks(pattern, vehicle)
        seen = record.get("plate")
        if seen and seen != vehicle:
            pieces = [*pieces, (f" read as {seen}", "quiet")]
        said = _REVIEWED.get(record.get("review") or "")
        if said is None:
            return Cell(pieces, title=record.get("match") or "")
        words, look = said
        return Cell([*pieces, (f" {words}", look)], title=f"{words}, by {record['reviewed_by']}")

    return cell


def _time(key: str, zone: str) -> Callable[[_Record], Cell]:
    return lambda record: Cell.moment(record[key], zone)


def _percent(record: _Record) -> Cell:
    value = record["confidence"]
    return Cell.plain("-" if value is None else f"{value:.0%}")


def _camera(record: _Record) -> Cell:
    """The camera and which way the vehicle went, in one column: the table has to fit beside the map."""
    heading = record["direction"]
    return Cell([(record["camera"] or "-", ""), (" ", ""), (f"heading {heading}" if heading else "", "aside")])


def vehicle_cell(record: _Record) -> Cell:
    """What the vehicle looks like, and of which state its plate is."""
    state = record["state"]
    return Cell([(record["description"] or "-", ""), (f" {state}" if state else "", "aside")])


def _plain(key: str) -> Callable[[_Record], Cell]:
    return lambda record: Cell.plain(record[key])


def pictured(cell: Callable[[_Record], Cell], image: Callable[[str], str], zone: str) -> Callable[[_Record], Cell]:
    """The cell with the read's photograph under it, where ``image`` has a ``data:`` address for it."""

    def with_image(record: _Record) -> Cell:
        made, shown = cell(record), image(record["read_id"])
        alt = f"Photograph of {record['plate']}, {local(record['time'], zone)}, {record['camera'] or 'no camera'}"
        return replace(made, image=shown, alt=alt) if shown else made

    return with_image


def read_columns(
    pattern: Pattern | None, zone: str, likely: Likely | None = None, image: Callable[[str], str] = lambda _read: ""
) -> list[Column]:
    """One row a read; ``image`` gives the ``data:`` address of a read's photograph, or nothing."""
    return [
        Column("vehicle", "Plate", pictured(plate_cell(pattern), image, zone), "mono"),
        Column("time", "Time", _time("time", zone), "when"),
        Column("camera", "Camera", _camera),
        Column("match", "Why it matches", why_cell(likely), "note"),
        Column("confidence", "Conf.", _percent, "number"),
        Column("description", "Vehicle", vehicle_cell, "small"),
        Column("source", "Source", _plain("source")),
    ]


def vehicle_columns(pattern: Pattern | None, zone: str, likely: Likely | None = None) -> list[Column]:
    """One row a plate."""
    return [
        Column("vehicle", "Plate", plate_cell(pattern), "mono"),
        Column("match", "Why it matches", why_cell(likely), "note"),
        Column("description", "Vehicle", vehicle_cell, "small"),
        Column("reads", "Reads", lambda record: Cell.plain(f"{record['reads']:,}"), "number"),
        Column("cameras", "Cameras", lambda record: Cell.plain(f"{record['cameras']:,}"), "number"),
        Column("first", "First seen", _time("first", zone), "when"),
        Column("last", "Last seen", _time("last", zone), "when"),
    ]


def order_columns(zone: str) -> list[Column]:
    """One vehicle's reads as numbered on the map."""
    return [
        Column("number", "No.", _plain("number"), "number"),
        Column("time", "Time", _time("time", zone), "when"),
        Column("camera", "Camera", _plain("camera")),
        Column("direction", "Heading", _plain("direction")),
        Column("confidence", "Conf.", _percent, "number"),
        Column("source", "Source", _plain("source")),
    ]
