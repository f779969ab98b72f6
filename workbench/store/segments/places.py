"""Whether reads are in a circle or a polygon (464.7(d)), many at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from workbench.store.segments.layout import Booleans, Degrees

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""


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
        north = math.degrees(self.metres / EARTH_RADIUS_M) * (1 + 1e-9) + 1e-9
        south_edge, north_edge = self.latitude - north, self.latitude + north
        ratio = math.sin(min(self.metres / EARTH_RADIUS_M, math.pi / 2)) / max(
            math.cos(math.radians(self.latitude)), 1e-12
        )
        if north_edge >= 90 or south_edge <= -90 or ratio >= 1:
            return Box(south_edge, north_edge, -180.0, 180.0)
        east = math.degrees(math.asin(ratio)) * (1 + 1e-9) + 1e-9
        if self.longitude - east < -180 or self.longitude + east > 180:
            return Box(south_edge, north_edge, -180.0, 180.0)
        return Box(south_edge, north_edge, self.longitude - east, self.longitude + east)

    def holds(self, latitude: Degrees, longitude: Degrees) -> Booleans:
        """By the haversine formula."""
        return np.asarray(metres_between(self.latitude, self.longitude, latitude, longitude) <= self.metres)


@dataclass(frozen=True, slots=True)
class Outline:
    """Inside a simple polygon whose edges are straight in degrees; a point on an edge may count either way."""

    vertices: Sequence[tuple[float, float]]
    """Latitude and longitude, degrees."""

    @property
    def box(self) -> Box:
        """Its extremes."""
        latitudes, longitudes = zip(*self.vertices, strict=True)
        return Box(min(latitudes), max(latitudes), min(longitudes), max(longitudes))

    def holds(self, latitude: Degrees, longitude: Degrees) -> Booleans:
        """By the number of edges that a ray crosses."""
        inside = np.zeros(len(latitude), np.bool_)
        previous = self.vertices[-1]
        for vertex in self.vertices:
            (north, east), (before_north, before_east) = vertex, previous
            if north != before_north:
                crosses = (north > latitude) != (before_north > latitude)
                at = (before_east - east) * (latitude - north) / (before_north - north) + east
                inside ^= crosses & (longitude < at)
            previous = vertex
        return inside & ~np.isnan(latitude) & ~np.isnan(longitude)


def metres_between(latitude: float, longitude: float, north: Degrees, east: Degrees) -> Degrees:
    """Great-circle distances from a point, in metres; degrees in."""
    here, there = math.radians(latitude), np.radians(north)
    up = np.sin((there - here) / 2) ** 2
    along = np.sin(np.radians(east - longitude) / 2) ** 2
    chord = np.clip(up + math.cos(here) * np.cos(there) * along, 0.0, 1.0)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord)))
