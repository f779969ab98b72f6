"""How a vehicle's reads, places, company, gaps and base rates stand in tables (464.7(d))."""

from __future__ import annotations

from typing import Any

from workbench.ui.search.tables import order_columns
from workbench.ui.table import Cell, Column
from workbench.ui.vehicle.company import one_in, verdict
from workbench.ui.vehicle.gaps import span, words
from workbench.ui.vehicle.places import profile
from workbench.ui.vehicle.track import NEAR_KM, TOO_FAST, duration

_Record = dict[str, Any]
_SURE = 0.05
"""Below this rate of false discoveries a vehicle stands out."""


def track_columns(zone: str) -> list[Column]:
    """One row a read, numbered as on the map; what one vehicle can't have done stands out."""
    number, time, camera, *rest = order_columns(zone)
    return [number, time, camera, Column("speed", "Since the last read", _leg, "small"), *rest]


def place_columns(zone: str) -> list[Column]:
    """One row a place."""
    return [
        Column("place", "Place", lambda record: Cell.plain(record["place"])),
        Column("score", "Score", lambda record: Cell.plain(f"{record['score']:.0f}"), "number"),
        Column("days", "Days", lambda record: Cell.plain(f"{record['days']:,} of {record['of_days']:,}"), "number"),
        Column("visits", "Visits", lambda record: Cell.plain(f"{record['visits']:,}"), "number"),
        Column(
            "longest_minutes", "Longest stay", lambda record: Cell.plain(_stay(record["longest_minutes"])), "number"
        ),
        Column("by_hour", "Mostly", lambda record: Cell.plain(profile(record["by_hour"])), "small", sortable=False),
        Column("last", "Last read", lambda record: Cell.moment(record["last"], zone)),
    ]


def company_columns(zone: str) -> list[Column]:
    """One row a vehicle that was read near this one."""
    return [
        Column("plate", "Plate", lambda record: Cell.plain(record["plate"]), "mono"),
        Column("corrected", "Together", _verdict, "small"),
        Column(
            "outings", "Shared outings", lambda record: Cell.plain(f"{record['outings']:,} of {record['of_outings']:,}")
        ),
        Column("expected", "Expected", lambda record: Cell.plain(f"{record['expected']:.1f}"), "number"),
        Column("chance", "Chance", lambda record: Cell.plain(one_in(record["chance"])), "small"),
        Column("make", "Vehicle", _vehicle, "small"),
        Column("last", "Last met", lambda record: Cell.moment(record["last"], zone)),
    ]


def gap_columns(zone: str) -> list[Column]:
    """One row a gap."""
    return [
        Column("after", "Not read", lambda record: Cell(span(record, zone))),
        Column("chance", "Chance", lambda record: Cell.plain(one_in(record["chance"])), "small"),
        Column("expected", "What that means", lambda record: Cell.plain(words(record)), "note"),
        Column("camera_after", "Last read at", lambda record: Cell.plain(record["camera_after"] or "-"), "small"),
        Column("camera_before", "Next read at", lambda record: Cell.plain(record["camera_before"] or "-"), "small"),
    ]


def rate_columns(alike: str) -> list[Column]:
    """One row a camera of the vehicle's."""
    return [
        Column("camera", "Camera", lambda record: Cell.plain(record["camera"])),
        Column("own", "Its reads", lambda record: Cell.plain(f"{record['own']:,}"), "number"),
        Column(
            "alike",
            f"Reads of a {alike}" if alike else "Alike",
            lambda record: Cell.plain(f"{record['alike']:,}"),
            "number",
        ),
        Column("all", "Reads of all vehicles", lambda record: Cell.plain(f"{record['all']:,}"), "number"),
        Column("share", "Share", lambda record: Cell.plain(_share(record)), "small"),
    ]


def _leg(record: _Record) -> Cell:
    minutes, km, speed = record["minutes"], record["km"], record["speed"]
    if minutes is None:
        return Cell.plain("")
    if km is None or speed is None:
        return Cell.plain(duration(minutes))
    if km >= NEAR_KM and speed > TOO_FAST:
        return Cell([(f"{duration(minutes)}, {km:.1f} km: too fast", "bad")], f"{speed:,.0f} km/h straight")
    return Cell.plain(f"{duration(minutes)}, {km:.1f} km" if km >= 0.05 else duration(minutes))


def _verdict(record: _Record) -> Cell:
    sure = record["corrected"] < _SURE
    return Cell([(verdict(record["corrected"]), "good" if sure else "quiet")])


def _vehicle(record: _Record) -> Cell:
    looks = " ".join(str(record[name]) for name in ("colour", "make", "model", "body_type") if record[name])
    return Cell([(looks or "-", ""), (f" {record['state']}" if record["state"] else "", "aside")])


def _stay(minutes: float) -> str:
    return duration(minutes) if minutes >= 1 else "passed"


def _share(record: _Record) -> str:
    return one_in(record["alike"] / record["all"]) if record["alike"] and record["all"] else "none"
