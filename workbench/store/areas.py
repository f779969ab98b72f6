"""Whether a read lies in an area (464.7(d)), as polars expressions over ``latitude`` and ``longitude`` in degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from workbench.store.reads_query import EARTH_RADIUS_M, metres_from
from workbench.wire.polygon import STEPS, Polygon, Side
from workbench.wire.search import Circle

_SLACK = 1e-6
"""Degrees that a box is larger than its area, so that rounding leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees, all included."""

    south: float
    north: float
    west: float
    east: float

    def holds(self) -> pl.Expr:
        """Whether a read lies within."""
        latitude, longitude = pl.col("latitude"), pl.col("longitude")
        return latitude.is_between(self.south, self.north) & longitude.is_between(self.west, self.east)


def box(area: Circle | Polygon) -> Box:
    """A box that holds the area; around a pole or across the antimeridian it goes all the way round."""
    if isinstance(area, Polygon):
        latitudes, longitudes = zip(*area.vertices, strict=True)
        bounds = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
        return Box(bounds[0] - _SLACK, bounds[1] + _SLACK, bounds[2] - _SLACK, bounds[3] + _SLACK)
    angle = area.radius_m / EARTH_RADIUS_M
    high = math.degrees(angle) + _SLACK
    south, north = area.latitude - high, area.latitude + high
    if south <= -90 or north >= 90:
        return Box(south, north, -180, 180)
    wide = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(area.latitude)))) + _SLACK
    west, east = area.longitude - wide, area.longitude + wide
    return Box(south, north, west, east) if west >= -180 and east <= 180 else Box(south, north, -180, 180)


def inside(area: Circle | Polygon) -> pl.Expr:
    """Whether a read lies in the area, its edge included; None where the read has no place."""
    if isinstance(area, Circle):
        return metres_from(area.latitude, area.longitude) <= area.radius_m
    return _inside_polygon(area)


def metres_between(suffix: str) -> pl.Expr:
    """Great-circle distance (haversine), metres, of a read from ``latitude`` and ``longitude`` with this suffix."""
    here, there = pl.col("latitude").radians(), pl.col(f"latitude{suffix}").radians()
    north = ((there - here) / 2).sin().pow(2)
    east = ((pl.col("longitude") - pl.col(f"longitude{suffix}")).radians() / 2).sin().pow(2)
    return 2 * EARTH_RADIUS_M * (north + here.cos() * there.cos() * east).clip(0.0, 1.0).sqrt().arcsin()


def _inside_polygon(area: Polygon) -> pl.Expr:
    """The even-odd rule (Shimrat 1962) on whole ten-millionths of a degree, so nothing is rounded."""
    place = tuple((pl.col(name) * STEPS).round().cast(pl.Int64) for name in ("latitude", "longitude"))
    sides = area.sides()
    crossed = pl.sum_horizontal(_crosses(side, *place).cast(pl.UInt16) for side in sides)
    return (crossed % 2 == 1) | pl.any_horizontal(_lies_on(side, *place) for side in sides)


def _crosses(side: Side, latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    """Whether the way eastwards from a read crosses the side; its lower end counts, its upper one doesn't."""
    lower, upper = sorted(side)
    beside = (latitude >= lower[0]) & (latitude < upper[0])
    return beside & (_turn(lower, upper, latitude, longitude) > 0)


def _lies_on(side: Side, latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    (south, north), (west, east) = (sorted(ends) for ends in zip(*side, strict=True))
    within = latitude.is_between(south, north) & longitude.is_between(west, east)
    return within & (_turn(*side, latitude, longitude) == 0)


def _turn(start: tuple[int, int], end: tuple[int, int], latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    return (end[1] - start[1]) * (latitude - start[0]) - (longitude - start[1]) * (end[0] - start[0])
