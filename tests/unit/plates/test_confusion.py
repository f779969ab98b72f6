"""The matrix of misreads: assumed at first, then measured, and what it tells of a match."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import FEW, plates
from workbench.plates.characters import ALPHABET
from workbench.plates.confusion import Confusion
from workbench.plates.confusion_counts import of_correction, of_read, together
from workbench.plates.explain import explain
from workbench.plates.pattern import parse

B, EIGHT, O = (ALPHABET.index(char) for char in "B8O")  # noqa: E741 - the letter
_pairs = st.tuples(st.sampled_from(FEW), st.sampled_from(FEW) | st.just(""))
_counts = st.dictionaries(_pairs | st.sampled_from(FEW).map(lambda char: ("", char)), st.floats(0, 1e6), max_size=20)


@given(_counts)
def test_what_becomes_of_a_character_sums_to_one(counts: dict[tuple[str, str], float]) -> None:
    made = Confusion.measured(counts, "1")
    whole = np.exp(made.read).sum(axis=1) + np.exp(made.lost)
    assert whole == pytest.approx(np.ones(36), abs=1e-4)
    assert np.isfinite(made.read).all()
    assert np.isfinite(made.lost).all()
    assert np.isfinite(made.added).all()


def test_the_first_matrix_says_that_it_is_assumed() -> None:
    assumed = Confusion.prior()
    assert (assumed.version, assumed.pairs) == ("assumed-1", 0)
    assert assumed.read[B, B] > assumed.read[B, EIGHT] > assumed.read[B, O]
    assert assumed.told("B", "8") == ""
    assert np.array_equal(Confusion.measured({}, "none").read, assumed.read)


def test_what_was_counted_comes_before_what_was_assumed() -> None:
    made = Confusion.measured({("B", "B"): 209, ("B", "8"): 1, ("O", "O"): 400}, "2026-05")
    assert (made.version, made.pairs) == ("2026-05", 610)
    assert math.exp(made.read[B, EIGHT]) == pytest.approx((1 + 50 * 0.024) / 260)
    assert made.read[O, O] > Confusion.prior().read[O, O]
    assert made.read[EIGHT].tolist() == Confusion.prior().read[EIGHT].tolist()
    assert made.told("B", "8") == "seen in 1 of 210 B's"
    assert made.told("O", "Q") == "never seen in 400 O's"


def test_nobody_changes_a_matrix() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Confusion.prior().read[0, 0] = 0.0


@pytest.mark.parametrize(
    "counts",
    [{("", ""): 1}, {("b", "8"): 1}, {("B", "\u0412"): 1}, {("BB", "8"): 1}, {("B", "8"): -1}, {("B", "8"): math.nan}],
)
def test_what_is_no_count_of_characters_is_refused(counts: dict[tuple[str, str], float]) -> None:
    with pytest.raises(ValueError, match="counts are of characters"):
        Confusion.measured(counts, "1")


@pytest.mark.parametrize(
    ("observed", "resolved", "counts"),
    [
        ("8", "8", {("8", "8"): 1}),
        ("7A8", "7AB", {("7", "7"): 1, ("A", "A"): 1, ("B", "8"): 1}),
        ("7A", "7AB", {("7", "7"): 1, ("A", "A"): 1, ("B", ""): 1}),
        ("7AB1", "7AB", {("7", "7"): 1, ("A", "A"): 1, ("B", "B"): 1, ("", "1"): 1}),
        ("7ABC123", "9XYZ999", {}),
    ],
)
def test_a_correction_counts_each_character_beside_the_true_one(
    observed: str, resolved: str, counts: dict[tuple[str, str], float]
) -> None:
    assert of_correction(observed, resolved) == counts


def test_a_read_is_shared_out_among_its_readings_by_confidence() -> None:
    counts = of_read("7AB", 0.6, [("7A8", 0.3), ("7AB", 0.9), ("7A", 0.9), ("XYZ", 0.9), ("1AB", None), ("ZAB", 0.1)])
    shares = {("7", "7"): 0.9, ("Z", "7"): 0.1, ("A", "A"): 1.0, ("B", "B"): 0.7, ("8", "B"): 0.3}
    assert counts == pytest.approx(shares)


@pytest.mark.parametrize(("confidence", "candidates"), [(None, [("7A8", 0.5)]), (0.9, []), (0.0, [("7A8", 0.0)])])
def test_a_read_that_says_nothing_of_doubt_counts_as_right(
    confidence: float | None, candidates: list[tuple[str, float | None]]
) -> None:
    assert of_read("7A", confidence, candidates) == {("7", "7"): 1.0, ("A", "A"): 1.0}


@given(plates, st.none() | st.floats(0, 1), st.lists(st.tuples(plates, st.none() | st.floats(0, 1)), max_size=5))
def test_a_read_counts_once_however_many_readings_it_has(
    plate: str, confidence: float | None, candidates: list[tuple[str, float | None]]
) -> None:
    counts = of_read(plate, confidence, candidates)
    assert sum(counts.values()) == pytest.approx(len(plate))
    assert {observed for _, observed in counts} == set(plate)


def test_counts_add_up_to_a_matrix() -> None:
    parts = [of_correction("7A8", "7AB"), of_correction("7AB", "7AB"), of_read("AB", 0.5, [("A8", 0.5)])]
    counts = together(parts)
    assert counts["B", "8"] == 1.0
    assert counts["B", "B"] == 1.5
    assert counts["8", "B"] == 0.5
    assert Confusion.measured(counts, "1").pairs == 8


def test_a_match_tells_how_often_its_misreads_were_seen() -> None:
    made = Confusion.measured({("B", "B"): 209, ("B", "8"): 1, ("C", "C"): 12}, "1")
    match = explain(parse("~7AB"), "7A8", made)
    assert match
    assert match.words == "8 read for B at position 3, seen in 1 of 210 B's; 7A given at 1-2"
    near = explain(parse("7ABC", distance=1), "7ABX", made)
    assert near
    assert near.words.startswith("X read for C at position 4, not a look-alike, never seen in 12 C's")
    unmet = explain(parse("~7A1"), "7AI", made)
    assert unmet
    assert unmet.words.startswith("I read for 1 at position 3; ")
