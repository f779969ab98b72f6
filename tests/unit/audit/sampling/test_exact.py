"""How many rows an audit looks at, and what it may say of the others (464.6)."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.sampling.exact import at_most, bounds, size

pytestmark = pytest.mark.section("464.6", "464.10(c)")


@pytest.mark.parametrize(
    ("rows", "allowed", "looked_at"),
    [
        (150, 0, 117),
        (500, 0, 196),
        (1_000, 0, 238),
        (2_400, 0, 270),
        (10_000, 0, 291),
        (2_400, 1, 422),
        (2_400, 2, 553),
        (0, 0, 0),
        (1, 0, 1),
        (2, 1, 2),
    ],
)
def test_one_in_a_hundred_is_ruled_out_by_so_many(rows: int, allowed: int, looked_at: int) -> None:
    assert size(rows, allowed) == looked_at


@given(st.integers(1, 400), st.integers(0, 3))
def test_one_row_fewer_would_not_do(rows: int, allowed: int) -> None:
    enough, bad = size(rows, allowed), rows // 100 + 1
    if enough < rows:
        assert at_most(allowed, rows, bad, enough) <= Fraction(5, 100) < at_most(allowed, rows, bad, enough - 1)


@given(st.data())
def test_the_chance_is_that_of_counting_all_ways(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 12))
    bad, drawn, found = (data.draw(st.integers(0, rows)) for _ in range(3))
    ways = sum(comb(bad, hit) * comb(rows - bad, drawn - hit) for hit in range(min(found, drawn) + 1))
    assert at_most(found, rows, bad, drawn) == Fraction(ways, comb(rows, drawn))


@given(st.data())
def test_the_truth_is_outside_of_a_bound_in_one_of_twenty_samples_at_most(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 40))
    bad, drawn = data.draw(st.integers(0, rows)), data.draw(st.integers(0, rows))
    low = high = Fraction(0)
    for found in range(max(0, drawn - (rows - bad)), min(bad, drawn) + 1):
        chance = Fraction(comb(bad, found) * comb(rows - bad, drawn - found), comb(rows, drawn))
        within = bounds(rows, drawn, found)
        low += chance if bad < within.least else 0
        high += chance if bad > within.most else 0
    assert max(low, high) <= Fraction(1, 20)


def test_a_clean_sample_of_the_stated_size_keeps_the_bound_at_one_in_a_hundred() -> None:
    assert bounds(2_400, 270, 0) == (0, 24)
    assert bounds(2_400, 269, 0).most == 25


def test_who_looked_at_everything_knows() -> None:
    assert bounds(50, 50, 3) == (3, 3)
    with pytest.raises(ValueError, match="can't be"):
        bounds(10, 5, 6)
