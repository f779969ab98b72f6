"""An area drawn by hand can be searched, or it is told what is wrong with it (464.7(d))."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workbench.wire.polygon import MOST, STEPS, Point, Polygon, check

pytestmark = pytest.mark.section("464.7(d)")

SQUARE = ((32.78, -115.57), (32.80, -115.57), (32.80, -115.55), (32.78, -115.55))
few = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=7)


def ring(count: int) -> tuple[tuple[float, float], ...]:
    """So many corners around a point."""
    turns = [2 * math.pi * number / count for number in range(count)]
    return tuple((32.79 + math.sin(turn) / 100, -115.56 + math.cos(turn) / 100) for turn in turns)


def test_a_polygon_may_repeat_its_first_corner_as_its_last() -> None:
    assert Polygon(vertices=(*SQUARE, SQUARE[0])).corners() == Polygon(vertices=SQUARE).corners()
    assert len(Polygon(vertices=ring(MOST)).sides()) == MOST


@pytest.mark.parametrize(
    ("vertices", "said"),
    [
        (SQUARE[:2], "at least 3"),
        ((*SQUARE[:2], SQUARE[0]), "3 to 200 different corners"),
        (ring(MOST + 1), "3 to 200 different corners"),
        (ring(MOST + 2), "at most 201"),
        ((SQUARE[0], SQUARE[0], *SQUARE[1:]), "corner 1 stands twice"),
        ((SQUARE[0], (32.780_000_000_01, -115.57), *SQUARE[1:]), "corner 1 stands twice"),
        ((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]), "sides 1 and 3 cross"),
        (((0, 0), (0, 1), (0, 2)), "cross or touch"),
        (((0, 0), (0, 2), (0, 1), (1, 1)), "sides 1 and 2 cross"),
        (((0, 0), (0, 4), (2, 2), (0, 2), (-1, 2)), "cross or touch"),
        (((0, 179), (1, -179), (1, 179)), "crosses the antimeridian"),
        (((0, 0), (6, 0), (6, 1)), "5 degrees of latitude"),
        (((91, 0), (90, 1), (90, 0)), "less than or equal to 90"),
        (((0, 181), (1, 180), (1, 179)), "less than or equal to 180"),
        (((math.nan, 0), (1, 0), (0, 1)), "less than or equal to 90"),
    ],
)
def test_what_is_no_area_is_told(vertices: tuple[tuple[float, float], ...], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Polygon(vertices=vertices)


@given(few)
def test_just_what_crosses_or_touches_itself_is_refused(points: list[Point]) -> None:
    corners = [(latitude * STEPS // 10, longitude * STEPS // 10) for latitude, longitude in points]
    try:
        check(corners)
        told = True
    except ValueError:
        told = False
    assert told == simple(points)


def simple(points: list[Point]) -> bool:
    """By the points that two sides share, each found by solving for it."""
    sides = [*zip(points, [*points[1:], points[0]], strict=True)]
    if any(start == end for start, end in sides):
        return False
    for i, one in enumerate(sides):
        for j in range(i + 1, len(sides)):
            together = {i, j}
            joined = 1 if j == i + 1 or together == {0, len(sides) - 1} else 0
            if len(shared(one, sides[j])) > joined:
                return False
    return True


def shared(one: tuple[Point, Point], other: tuple[Point, Point]) -> set[tuple[Fraction, Fraction]]:
    """Points of both sides: none, the one where they meet, or the ends of what they have in common."""
    (a, b), (c, d) = one, other
    u, v = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    w = (c[0] - a[0], c[1] - a[1])
    across = u[0] * v[1] - u[1] * v[0]
    if across:
        s, t = Fraction(w[0] * v[1] - w[1] * v[0], across), Fraction(w[0] * u[1] - w[1] * u[0], across)
        return {(a[0] + s * u[0], a[1] + s * u[1])} if 0 <= s <= 1 and 0 <= t <= 1 else set()
    if w[0] * u[1] - w[1] * u[0]:
        return set()
    length = u[0] ** 2 + u[1] ** 2
    ends = sorted(Fraction((p[0] - a[0]) * u[0] + (p[1] - a[1]) * u[1], length) for p in (c, d))
    low, high = max(Fraction(0), ends[0]), min(Fraction(1), ends[1])
    return {(a[0] + s * u[0], a[1] + s * u[1]) for s in (low, high)} if low <= high else set()
