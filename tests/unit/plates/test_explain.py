"""Each match says which characters were given, which were filled and which were taken for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import oracle, pattern_texts, plates, rich_texts
from workbench.plates.explain import Likeness, explain
from workbench.plates.pattern import parse


@pytest.mark.parametrize(
    ("typed", "plate", "words"),
    [
        ("7ABC123", "7ABC123", "7ABC123 given at 1-7"),
        ("7AB?1*", "7ABC123", "7AB given at 1-3; C for ? at 4; 1 given at 5; 23 for * at 6-7"),
        ("7AB*", "7AB", "7AB given at 1-3"),
        ("*C4*", "7KBC482", "7KB for * at 1-3; C4 given at 4-5; 82 for * at 6-7"),
        ("7??A", "7BCA", "7 given at 1; BC for ?? at 2-3; A given at 4"),
        ("7[AB]C", "7AC", "7 given at 1; A for [AB] at 2; C given at 3"),
    ],
)
def test_an_exact_match_in_words(typed: str, plate: str, words: str) -> None:
    match = explain(parse(typed, lookalikes=True), plate)
    assert match
    assert (match.likeness, match.words) == (Likeness.EXACT, words)


@pytest.mark.parametrize(
    ("typed", "plate", "words"),
    [
        ("7KMB482", "7KM8482", "8 read for B at position 4; 7KM given at 1-3; 482 given at 5-7"),
        ("OI?", "01X", "0 read for O at position 1; 1 read for I at position 2; X for ? at 3"),
        ("*8*", "ABC", "B read for 8 at position 2; A for * at 1; C for * at 3"),
        ("7[8A]C", "7BC", "B read for [8A] at position 2; 7 given at 1; C given at 3"),
    ],
)
def test_a_lookalike_names_what_was_swapped(typed: str, plate: str, words: str) -> None:
    match = explain(parse(typed, lookalikes=True), plate)
    assert match
    assert (match.likeness, match.words) == (Likeness.LOOKALIKE, words)
    assert explain(parse(typed), plate) is None


def test_the_way_with_fewest_swaps_is_told() -> None:
    match = explain(parse("*8*", lookalikes=True), "B8")
    assert match
    assert match.words == "B for * at 1; 8 given at 2"


@pytest.mark.parametrize(("typed", "plate"), [("7AB", "7ABC"), ("7ABC", "7AB"), ("7*B", "7A"), ("A", "B")])
def test_what_does_not_fit_has_no_reason(typed: str, plate: str) -> None:
    assert explain(parse(typed, lookalikes=True), plate) is None


@pytest.mark.parametrize(
    ("typed", "plate", "words"),
    [
        ("7ABC123", "7AB123", "C missing after position 3; 7AB given at 1-3; 123 given at 4-6"),
        ("7ABC123", "ABC123", "7 missing at the start; ABC123 given at 1-6"),
        ("7ABC123", "7ABC1234", "4 at position 8 is one too many; 7ABC123 given at 1-7"),
        ("7ABC123", "7ABX123", "X read for C at position 4, not a look-alike; 7AB given at 1-3; 123 given at 5-7"),
        ("7A?C1", "7AC1", "one character missing after position 2; 7A given at 1-2; C1 given at 3-4"),
        ("7A[BC]1", "7AD1", "D read for [BC] at position 3, not a look-alike; 7A given at 1-2; 1 given at 4"),
        ("~7ABC1", "7A8C", "8 read for B at position 3; 1 missing after position 4; 7A given at 1-2; C given at 4"),
    ],
)
def test_a_near_plate_names_what_is_wrong_missing_or_too_many(typed: str, plate: str, words: str) -> None:
    match = explain(parse(typed, distance=1), plate)
    assert match
    assert (match.likeness, match.words) == (Likeness.NEAR, words)
    assert explain(parse(typed), plate) is None


def test_a_near_plate_is_the_last_explanation() -> None:
    wanted = parse("~7ABC123", distance=2)
    kinds = [explain(wanted, plate) for plate in ("7ABC123", "7A8C123", "7A8X123", "7ABXY23", "7AXYZ23")]
    assert [match and match.likeness for match in kinds] == ["exact", "lookalike", "near", "near", None]


@given(rich_texts, plates, st.booleans())
def test_sets_and_single_lookalikes_have_a_reason_exactly_when_they_fit(
    typed: str, plate: str, lookalikes: bool
) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    match = explain(pattern, plate)
    assert (match is not None) == (oracle(pattern, typed).fullmatch(plate) is not None)
    exact = explain(pattern.exactly(), plate) is not None
    assert (match is not None and match.likeness is Likeness.EXACT) == exact


@given(pattern_texts, plates, st.booleans())
def test_there_is_a_reason_exactly_when_it_fits(typed: str, plate: str, lookalikes: bool) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    match = explain(pattern, plate)
    assert (match is not None) == (oracle(pattern, typed).fullmatch(plate) is not None)
    exact = oracle(parse(typed), typed).fullmatch(plate) is not None
    assert (match is not None and match.likeness is Likeness.EXACT) == exact
