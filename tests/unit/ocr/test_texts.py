"""The search for texts agrees with the definition, counted out by hand on small lines."""

from __future__ import annotations

import math
from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.ocr.beam import nbest, plain
from workbench.ocr.charset import SIGNS, Charset, Posteriors
from workbench.ocr.forward import log_shares
from workbench.ocr.smear import SHARE, smeared
from workbench.plates.characters import ALPHABET

pytestmark = pytest.mark.section("464.7(d)")
FEW = "A7B"


def line(rows: list[list[float]]) -> Posteriors:
    """Steps of (nothing, A, 7, B) in proportion."""
    found = np.zeros((len(rows), 1 + len(ALPHABET)), np.float32)
    for step, row in enumerate(rows):
        shares = np.array(row) / sum(row)
        found[step, [0, *(SIGNS[char] for char in FEW)]] = shares
    return found


def counted(posteriors: Posteriors) -> dict[str, float]:
    """P(text) summed over every path there is."""
    found: dict[str, float] = {}
    places = [0, *(SIGNS[char] for char in FEW)]
    for path in product(places, repeat=len(posteriors)):
        text = "".join(ALPHABET[place - 1] for place, _ in groupby(path) if place)
        share = math.prod(float(posteriors[step, place]) for step, place in enumerate(path))
        found[text] = found.get(text, 0.0) + share
    return found


lines = st.lists(st.lists(st.floats(0.05, 1.0), min_size=4, max_size=4), min_size=1, max_size=5).map(line)


@settings(deadline=None)
@given(lines)
def test_each_text_is_as_likely_as_all_its_paths(posteriors: Posteriors) -> None:
    known = {text: share for text, share in counted(posteriors).items() if text}
    found = log_shares(posteriors, list(known))
    assert np.exp(found) == pytest.approx(list(known.values()), rel=1e-4)


@settings(deadline=None)
@given(lines)
def test_the_search_finds_the_likeliest_text_when_it_is_wide_enough(posteriors: Posteriors) -> None:
    known = counted(posteriors)
    best = max(known.values())
    found = nbest(posteriors, width=400, keep=400)
    assert found[0][1] == pytest.approx(best, rel=1e-3)
    assert all(share == pytest.approx(known[text], rel=1e-3) for text, share in found)


def test_a_text_longer_than_the_line_can_not_stand_in_it() -> None:
    assert log_shares(line([[1, 1, 1, 1]]), ["A7"])[0] == -math.inf


def test_one_character_over_two_steps_is_one_and_over_a_gap_two() -> None:
    assert plain(line([[0, 1, 0, 0], [0, 1, 0, 0]])) == ("A", 1.0)
    assert plain(line([[0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]]))[0] == "AA"
    assert plain(line([[1, 0, 0, 0]])) == ("", 0.0)


def test_both_cases_and_full_widths_count_as_one_character_and_the_rest_as_none() -> None:
    signs = Charset(["", "A", "a", "\uff21", "-", "京", "7"])
    read = signs.posteriors(np.array([[0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.2]], np.float32))
    assert read[0, SIGNS["A"]] == pytest.approx(0.5)
    assert read[0, SIGNS["7"]] == pytest.approx(0.2)
    assert read[0, 0] == pytest.approx(0.3)


@given(lines)
def test_smearing_moves_probability_and_makes_none(posteriors: Posteriors) -> None:
    mixed = smeared(posteriors)
    assert mixed.sum(axis=1) == pytest.approx(posteriors.sum(axis=1), rel=1e-5)
    assert mixed[:, 0] == pytest.approx(posteriors[:, 0])
    sure = np.zeros((1, 37), np.float32)
    sure[0, SIGNS["0"]] = 1.0
    shares = smeared(sure)[0]
    assert shares[SIGNS["0"]] == pytest.approx(1 - SHARE)
    assert shares[SIGNS["O"]] > shares[SIGNS["W"]] > 0
