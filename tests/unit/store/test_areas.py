"""Whether a read lies in an area, held against exact fractions and against vectors (464.7(d))."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.store import sightings_ground as plain
from workbench.store.reads_query import place_of
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

pytestmark = pytest.mark.section("464.7(d)")

# Steps of half a unit, so that many places lie on a side, on a corner, or on a line that a side would reach.
unit = st.integers(0, 8).map(lambda halves: 32 + halves / 16)
points = st.tuples(unit, unit)


def polygon(vertices: list[tuple[float, float]]) -> Polygon | None:
    try:
        return Polygon(vertices=tuple(vertices))
    except ValueError:
        return None


polygons = st.lists(points, min_size=3, max_size=8, unique=True).map(polygon).filter(lambda area: area is not None)


def told(area: Circle | Polygon, places: list[Any]) -> list[bool]:
    degrees = np.array(places, np.float64)
    return [bool(inside) for inside in place_of(area).holds(degrees[:, 0], degrees[:, 1])]


def within(area: Circle | Polygon, place: Any) -> bool:
    box = place_of(area).box
    return bool(box.south <= place[0] <= box.north and box.west <= place[1] <= box.east)


@settings(deadline=None)
@given(polygons, st.lists(points, min_size=1, max_size=20))
def test_a_place_is_in_a_polygon_as_fractions_tell(area: Polygon, places: list[tuple[float, float]]) -> None:
    expected = [plain.inside(area, place) for place in places]
    assert told(area, places) == expected
    assert all(within(area, place) for place, inside in zip(places, expected, strict=True) if inside)


@given(polygons)
def test_corners_and_the_middles_of_sides_are_inside(area: Polygon) -> None:
    vertices = list(area.vertices)
    middles = [
        ((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(vertices, [*vertices[1:], vertices[0]], strict=True)
    ]
    assert all(told(area, [*vertices, *middles]))


def test_a_needle_and_a_comb_hold_what_they_hold() -> None:
    needle = Polygon(vertices=((32.0, -115.0), (32.000_000_1, -114.0), (32.0, -113.0)))
    assert told(needle, [(32.0, -114.5), (32.000_000_1, -114.0), (32.000_000_1, -114.5), (31.999_999_9, -114.0)]) == [
        True,
        True,
        False,
        False,
    ]
    comb = Polygon(vertices=((0, 0), (2, 0), (1, 1), (2, 2), (1, 3), (2, 4), (0, 4)))
    assert told(comb, [(1, 1), (1.5, 1), (1.5, 0.2), (1, 3.5), (2, 2), (2, 3), (0.5, 4)]) == [
        True,
        False,
        True,
        True,
        True,
        False,
        True,
    ]


def test_a_read_without_a_place_is_nowhere() -> None:
    square = Polygon(vertices=((0, 0), (0, 1), (1, 1), (1, 0)))
    for area in (square, Circle(latitude=0, longitude=0, radius_m=1000)):
        assert told(area, [(None, 0.0), (0.0, None)]) == [False, False]


anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(deadline=None)
@given(
    anywhere.map(lambda place: (place, place)) | st.tuples(anywhere, anywhere),
    st.floats(1, 200_000),
    st.floats(-1.5, 1.5),
    st.floats(-1.5, 1.5),
)
def test_a_circles_box_holds_all_that_the_circle_holds(
    centres: tuple[tuple[float, float], tuple[float, float]], radius: float, north: float, east: float
) -> None:
    (latitude, longitude), (other, far) = centres
    area = Circle(latitude=latitude, longitude=longitude, radius_m=radius)
    place = (max(-90.0, min(90.0, other + north)), (far + east + 180) % 360 - 180)
    if told(area, [place]) == [True]:
        assert within(area, place)
