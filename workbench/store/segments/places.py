"""Whether reads are in a circle or a polygon (464.7(d)), many at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from workbench.store.segments.layout import Booleans, Degrees
from workbench.wire.polygon import STEPS, sides_of

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""
_SLACK = 1e-6
"""Degrees that a box is larger than its area, so that rounding leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees (WGS 84), edges included."""

    south: float
    north: float
    west: float
    east: float


class Place(Protocol):
    """A part of the Earth's surface."""

    @property
    def box(self) -> Box:
        """A box that holds all of it."""
        ...

    def holds(self, latitude: Degrees, longitude: Degrees) -> Booleans:
        """Which of these points are in it; a missing place (NaN) is not."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """Within so many metres (great circle, haversine) of a point."""

    latitude: float
    longitude: float
    metres: float

    @property
    def box(self) -> Box:
        """All longitudes where the circle reaches a pole or the date line."""
        north = math.degrees(self.metres / EARTH_RADIUS_M) + _SLACK
        south_edge, north_edge = self.latitude - north, self.latitude + north
        ratio = math.sin(min(self.metres / EARTH_RADIUS_M, math.pi / 2)) / max(
            math.cos(math.radians(self.latitude)), 1e-12
        )
        if north_edge >= 90 or south_edge <= -90 or ratio >= 1:
            return Box(south_edge, north_edge, -180.0, 180.0)
        east = math.degrees(math.asin(ratio)) + _SLACK
        if self.longitude - east < -180 or self.longitude + east > 180:
            return Box(south_edge, north_edge, -180.0, 180.0)
        return Box(south_edge, north_edge, self.longitude - east, self.longitude + east)

    def holds(self, latitude: Degrees, longitude: Degrees) -> Booleans:
        """By the haversine formula."""
        return np.asarray(metres_between(self.latitude, self.longitude, latitude, longitude) <= self.metres)


@dataclass(frozen=True, slots=True)
class Outline:
    """Inside a simple polygon, its sides included, by the even-odd rule (Shimrat, Communications of the ACM 5, 1962).

    Everything is in whole ``STEPS`` of a degree, so nothing is rounded.
    """

    corners: Sequence[tuple[int, int]]
    """Latitude and longitude."""

    @property
    def box(self) -> Box:
        """Its extremes, and a step more."""
        latitudes, longitudes = zip(*self.corners, strict=True)
        south, west = (min(values) / STEPS - _SLACK for values in (latitudes, longitudes))
        north, east = (max(values) / STEPS + _SLACK for values in (latitudes, longitudes))
        return Box(south, north, west, east)

    def holds(self, latitude: Degrees, longitude: Degrees) -> Booleans:
        """Which of these points are in it."""
        known = ~(np.isnan(latitude) | np.isnan(longitude))
        north, east = (np.rint(np.nan_to_num(part) * STEPS).astype(np.int64) for part in (latitude, longitude))
        inside = np.zeros(len(latitude), np.bool_)
        edge = np.zeros(len(latitude), np.bool_)
        for start, end in sides_of(self.corners):
            (low, west_of_low), (high, west_of_high) = sorted((start, end))
            turn = (west_of_high - west_of_low) * (north - low) - (east - west_of_low) * (high - low)
            inside ^= (north >= low) & (north < high) & (turn > 0)
            west, far_east = sorted((start[1], end[1]))
            edge |= (turn == 0) & (north >= low) & (north <= high) & (east >= west) & (east <= far_east)
        return np.asarray((inside | edge) & known)


def metres_between(latitude: float, longitude: float, north: Degrees, east: Degrees) -> Degrees:
    """Great-circle distances from a point, in metres; degrees in."""
    here, there = math.radians(latitude), np.radians(north)
    up = np.sin((there - here) / 2) ** 2
    along = np.sin(np.radians(east - longitude) / 2) ** 2
    chord = np.clip(up + math.cos(here) * np.cos(there) * along, 0.0, 1.0)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord)))
