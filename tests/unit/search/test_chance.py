"""The chance of so many meetings, held against every way in which they can come about (464.7(d))."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.search.chance import corrected, tail

pytestmark = pytest.mark.section("464.7(d)")

chances = st.floats(0, 1)


@given(st.lists(chances, min_size=1, max_size=8), st.integers(0, 9))
def test_the_tail_is_the_sum_over_every_outcome(each: list[float], at_least: int) -> None:
    outcomes = product((True, False), repeat=len(each))
    expected = sum(
        prod(chance if came else 1 - chance for came, chance in zip(outcome, each, strict=True))
        for outcome in outcomes
        if sum(outcome) >= at_least
    )
    assert tail(np.array([each]), np.array([at_least]))[0] == pytest.approx(expected, abs=1e-12)


def test_rows_are_told_apart_and_a_tiny_tail_is_not_rounded_to_nothing() -> None:
    both = tail(np.array([[0.5] * 20, [1e-3] * 20]), np.array([1, 10]))
    assert both[0] == pytest.approx(1 - 0.5**20)
    assert 1e-26 < both[1] < 2e-25


@given(st.lists(chances, min_size=1, max_size=12), st.integers(0, 30))
def test_corrected_chances_are_the_lowest_rate_at_which_each_is_found(each: list[float], more: int) -> None:
    family = len(each) + more
    found = corrected(np.array(each), family)
    for chance, rate in zip(each, found, strict=True):
        rates = [family * limit / sum(other <= limit for other in each) for limit in each if limit >= chance]
        assert rate == pytest.approx(min(1.0, *rates, 1.0))


def test_nothing_to_correct_is_nothing() -> None:
    assert corrected(np.zeros(0), 5).tolist() == []
