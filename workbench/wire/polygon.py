"""An area drawn by hand around a scene (464.7(d)): a simple polygon without holes.

Corners are taken to a ten-millionth of a degree (a centimetre) and its sides are straight in degrees, as a map in
Mercator's projection draws them within a county. On these whole numbers every test is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Annotated, Self

from pydantic import Field, model_validator

from workbench.wire.base import Message

STEPS = 10_000_000
"""Parts of a degree that are told apart."""
WIDEST = 5
"""Degrees that a polygon may reach from south to north and from west to east."""
MOST = 200

Point = tuple[int, int]
"""Latitude and longitude in ``STEPS`` of a degree."""
Side = tuple[Point, Point]


class Polygon(Message):
    """Corners as (latitude, longitude) in degrees (WGS 84), in order; the last one is joined to the first."""

    vertices: tuple[
        tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]],
        ...,
    ] = Field(min_length=3, max_length=MOST + 1)

    @model_validator(mode="after")
    def _can_be_searched(self) -> Self:
        check(self.corners())
        return self

    def corners(self) -> list[Point]:
        """The corners in ``STEPS`` of a degree; one that repeats the first as the last is left out."""
        points = [(steps(latitude), steps(longitude)) for latitude, longitude in self.vertices]
        return points[:-1] if points[0] == points[-1] else points

    def sides(self) -> list[Side]:
        """Every side, from corner to corner."""
        return sides_of(self.corners())


def steps(degrees: float) -> int:
    """Degrees as a whole number of ``STEPS``."""
    return round(degrees * STEPS)


def sides_of(corners: Sequence[Point]) -> list[Side]:
    """The sides between these corners, in their order."""
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def check(corners: Sequence[Point]) -> None:
    """Return when an area stands between these corners; ``ValueError`` says why none does."""
    if not 3 <= len(corners) <= MOST:
        raise ValueError(f"a polygon has 3 to {MOST} different corners")
    for axis, name in enumerate(("latitude", "longitude")):
        values = [corner[axis] for corner in corners]
        if max(values) - min(values) > WIDEST * STEPS:
            across = " or crosses the antimeridian" if axis else ""
            raise ValueError(f"the polygon is wider than {WIDEST} degrees of {name}{across}; search in parts")
    sides = sides_of(corners)
    for number, (start, end) in enumerate(sides, 1):
        if start == end:
            raise ValueError(f"corner {number} stands twice")
    last = len(sides) - 1
    for (i, one), (j, other) in combinations(enumerate(sides), 2):
        neighbours = j == i + 1 or (i, j) == (0, last)
        if _turn_back(one, other) if neighbours else _meet(one, other):
            raise ValueError(f"sides {i + 1} and {j + 1} cross or touch; draw the area without crossing lines")


def turn(start: Point, end: Point, point: Point) -> int:
    """Above 0 when ``point`` lies to one hand of the line, below 0 to the other, 0 on it."""
    return (end[1] - start[1]) * (point[0] - start[0]) - (point[1] - start[1]) * (end[0] - start[0])


def _turn_back(one: Side, other: Side) -> bool:
    """Whether two sides that share a corner lie on each other."""
    shared = next(corner for corner in one if corner in other)
    (away,) = (corner for corner in one if corner != shared)
    (beyond,) = (corner for corner in other if corner != shared)
    if turn(away, shared, beyond):
        return False
    return sum((a - s) * (b - s) for a, s, b in zip(away, shared, beyond, strict=True)) > 0


def _meet(one: Side, other: Side) -> bool:
    """Whether two sides share a point, ends included."""
    across, along = [turn(*one, point) for point in other], [turn(*other, point) for point in one]
    on_one = [(one, point) for point, found in zip(other, across, strict=True) if found == 0]
    on_other = [(other, point) for point, found in zip(one, along, strict=True) if found == 0]
    if any(_beside(side, point) for side, point in (*on_one, *on_other)):
        return True
    return all(min(found) < 0 < max(found) for found in (across, along))


def _beside(side: Side, point: Point) -> bool:
    """Whether a point on the line of a side lies between its ends."""
    return all(min(a, b) <= p <= max(a, b) for a, b, p in zip(*side, point, strict=True))
