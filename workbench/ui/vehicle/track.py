"""One vehicle's reads in the order of time (464.7(d)): from read to read, and what can't be one vehicle."""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

import polars as pl

from workbench.ui.timeline import Mark
from workbench.ui.timeline.axis import place
from workbench.ui.words import local, plural
from workbench.wire.search import Vehicle

TOO_FAST = 200.0
"""Kilometres an hour, in a straight line, that no vehicle in traffic keeps up."""
NEAR_KM = 2.0
"""Below this distance clocks of cameras that differ explain any speed."""
MARKED = 400
"""Reads that are marked one by one on the timeline at most; the newest of more."""
_EARTH_KM = 6371.0088
_LOOKS = ("make", "colour", "body_type")


def legs(track: pl.DataFrame) -> pl.DataFrame:
    """The reads with ``km`` (straight), ``minutes`` and ``speed`` (km/h) since the one before; None where unknown."""
    rows = track.select("time", "latitude", "longitude").rows()
    told = [(None, None, None), *(_leg(one, other) for one, other in pairwise(rows))]
    found = pl.DataFrame(told[: len(rows)], schema=dict.fromkeys(("km", "minutes", "speed"), pl.Float64), orient="row")
    return track.hstack(found)


def impossible(track: pl.DataFrame) -> pl.DataFrame:
    """The reads that one vehicle can't have come to in time."""
    return track.filter((pl.col("km") >= NEAR_KM) & (pl.col("speed") > TOO_FAST))


def _leg(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[float | None, float, float | None]:
    minutes = (other[0] - one[0]).total_seconds() / 60
    if None in (*one, *other):
        return None, minutes, None
    km = distance(one[1], one[2], other[1], other[2])
    return km, minutes, km / max(minutes / 60, 1 / 3600)


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres in a straight line over the ground (haversine) between two places in degrees."""
    north = sin(radians(other_latitude - latitude) / 2) ** 2
    east = sin(radians(other_longitude - longitude) / 2) ** 2
    chord = north + cos(radians(latitude)) * cos(radians(other_latitude)) * east
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))


def commonest_looks(reads: pl.DataFrame) -> Vehicle:
    """What most of the reads say of the vehicle: make, colour and type, where any does."""
    found = {name: reads[name].drop_nulls().mode().sort().to_list()[:1] for name in _LOOKS if name in reads.columns}
    return Vehicle(**found)


def marks(track: pl.DataFrame, spot: str, start: Any, end: Any, zone: str, *, most: int = MARKED) -> list[Mark]:
    """The reads on a timeline; of very many the newest, and the one that is pointed at."""
    shown = track.tail(most)
    if spot and spot not in shown["read_id"]:
        shown = pl.concat([track.filter(pl.col("read_id") == spot), shown])
    return [
        Mark(name, place(time, start, end), f"{number}: {local(time, zone)}, {camera or 'no camera'}", name == spot)
        for name, time, number, camera in shown.select("read_id", "time", "number", "camera").iter_rows()
    ]


def duration(minutes: float) -> str:
    """``45 s``, ``12 min``, ``3 h 05``, ``4 d 2 h``."""
    if minutes < 1:
        return f"{minutes * 60:.0f} s"
    if minutes < 60:
        return f"{minutes:.0f} min"
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest:02d}" if hours < 24 else f"{hours // 24} d {hours % 24} h"


def faults(track: pl.DataFrame) -> str:
    """What can't be one vehicle, in words; empty where nothing is."""
    found = impossible(track)
    if found.is_empty():
        return ""
    worst = found.sort("speed", descending=True).row(0, named=True)
    return (
        f"{plural(len(found), 'read')} can't be of the same vehicle as the one before. The worst is read "
        f"{worst['number']:,}: {worst['km']:.1f} km in {duration(worst['minutes'])}. One of the two was misread, "
        "two vehicles carry this plate, or a camera's clock is wrong."
    )
