"""Two ways to the same sightings: a plain look at every row in Python, and the stores that are held to it.

``IMPLEMENTATIONS`` are what the tests of ``Sightings`` run over: each makes its store of some reads in a folder.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from tests.unit.store.reads_ground import opened
from workbench.errors import BadInput
from workbench.plates.key import Keys, pack
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt, demand
from workbench.store.segments.places import EARTH_RADIUS_M
from workbench.store.sightings import SIGHTING_SCHEMA, TALLIES, Scene, Sightings, Where, Work
from workbench.wire.polygon import STEPS, Polygon
from workbench.wire.search import Circle

Row = dict[str, Any]
Point = tuple[float, float]


class TableSightings:
    """The reads of a table (READ_SCHEMA), looked at row by row."""

    def __init__(self, reads: pl.DataFrame, realm: Realm = Realm.LIVE) -> None:
        self.realm = realm
        self._rows = [{**row, "key": _key(row)} for row in reads.sort("time", "read_id").to_dicts()]

    def of_plates(self, keys: Keys, where: Where, receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        wanted = {int(key) for key in keys}
        plates = ("plate", "resolved_plate")
        fits = [row for row in self._fit(where, receipt, work) if any(_packed(row[p]) in wanted for p in plates)]
        return _table(fits)

    def at(self, where: Where, receipt: Receipt, work: Work | None = None, *, most: int) -> pl.DataFrame:
        return _table(_few(self._fit(where, receipt, work), most))

    def around(
        self,
        spots: pl.DataFrame,
        seconds: float,
        metres: float,
        where: Where,
        receipt: Receipt,
        work: Work | None = None,
        *,
        most: int,
    ) -> pl.DataFrame:
        rows = self._fit(where, receipt, work)
        reach = timedelta(seconds=seconds)
        near = [
            {**row, "spot": spot["spot"]}
            for spot in spots.sort("spot").to_dicts()
            for row in rows
            if abs(row["time"] - spot["time"]) <= reach and _metres(_place(row), _place(spot)) <= metres
        ]
        return _table(_few(near, most), spot=pl.UInt32())

    def tally(self, where: Where, by: tuple[str, ...], receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        groups: dict[tuple[Any, ...], list[Row]] = {} if by else {(): []}
        for row in self._fit(where, receipt, work):
            groups.setdefault(tuple(_counted(row, name) for name in by), []).append(row)
        found = [
            (*told, len(rows), len({row["key"] for row in rows}))
            for told, rows in sorted(groups.items(), key=lambda group: [(v is not None, v) for v in group[0]])
        ]
        schema = {**{name: TALLIES[name] for name in by}, "reads": pl.Int64(), "plates": pl.Int64()}
        return pl.DataFrame(found, schema=schema, orient="row")

    def _fit(self, where: Where, receipt: Receipt, work: Work | None) -> list[Row]:
        demand(receipt, self.realm)
        (work or Work()).expect(1)
        rows = [row for row in self._rows if fits(where, row)]
        (work or Work()).done()
        return rows


Make = Callable[[pl.DataFrame, Path, Receipt], Sightings]


def plain(reads: pl.DataFrame, _folder: Path, _receipt: Receipt) -> Sightings:
    """The rows themselves."""
    return TableSightings(reads)


def stored(reads: pl.DataFrame, folder: Path, receipt: Receipt) -> Sightings:
    """A store on disk, in two batches."""
    store = opened(folder, receipt.realm)
    half = len(reads) // 2
    for part in (reads.head(half), reads.tail(len(reads) - half)):
        store.append(part, receipt)
    return store


IMPLEMENTATIONS: tuple[Make, ...] = (plain, stored)


def fits(where: Where, row: Row) -> bool:
    """Whether a read is asked for."""
    if where.scenes and not any(_in_scene(scene, row) for scene in where.scenes):
        return False
    if where.sources is not None and row["source"] not in where.sources:
        return False
    return all(
        row[name] is not None and row[name].lower() in {value.lower() for value in values}
        for name, values in where.vehicle.items()
    )


def inside(area: Circle | Polygon, place: Point | None) -> bool:
    """Whether a place lies in an area or on its edge."""
    if place is None:
        return False
    if isinstance(area, Circle):
        return _metres(place, (area.latitude, area.longitude)) <= area.radius_m
    return inside_corners([_exact(corner) for corner in area.vertices], _exact(place))


def inside_corners(corners: list[tuple[Fraction, Fraction]], place: tuple[Fraction, Fraction]) -> bool:
    """By the sides that lie north of the place, in fractions; on a side is inside."""
    latitude, longitude = place
    north = 0
    for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if b == d:
            if longitude == b and min(a, c) <= latitude <= max(a, c):
                return True
            continue
        at = a + (c - a) * (longitude - b) / (d - b)
        if min(b, d) <= longitude <= max(b, d) and latitude == at:
            return True
        if min(b, d) <= longitude < max(b, d) and at > latitude:
            north += 1
    return north % 2 == 1


def _exact(place: Point) -> tuple[Fraction, Fraction]:
    latitude, longitude = (Fraction(round(degrees * STEPS), STEPS) for degrees in place)
    return latitude, longitude


def _in_scene(scene: Scene, row: Row) -> bool:
    if scene.window and not scene.window.start <= row["time"] < scene.window.end:
        return False
    return scene.area is None or inside(scene.area, _place(row))


def _place(row: Row) -> Point | None:
    latitude, longitude = row["latitude"], row["longitude"]
    return None if latitude is None or longitude is None else (latitude, longitude)


def _metres(one: Point | None, other: Point | None) -> float:
    """By the angle between two vectors, which knows nothing of haversines."""
    if one is None or other is None:
        return math.inf
    a, b = (_vector(*point) for point in (one, other))
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return EARTH_RADIUS_M * math.atan2(math.hypot(*cross), _dot(a, b))


def _dot(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _counted(row: Row, name: str) -> Any:
    time: datetime = row["time"].astimezone(UTC)
    match name:
        case "hour":
            return time.replace(minute=0, second=0, microsecond=0)
        case "hour_of_week":
            return time.weekday() * 24 + time.hour
        case _:
            return row[name]


def _packed(plate: str | None) -> int | None:
    return None if plate is None else pack(plate)


def _key(row: Row) -> int:
    key = pack(row["resolved_plate"] or row["plate"])
    return key - 2**64 if key >= 2**63 else key


def _few(rows: list[Row], most: int) -> list[Row]:
    if len(rows) > most:
        raise BadInput(f"More than {most} reads fit.", where="window", how="Narrow it.")
    return rows


def _table(rows: Iterable[Row], **more: pl.DataType) -> pl.DataFrame:
    schema = {**SIGHTING_SCHEMA, **more}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
