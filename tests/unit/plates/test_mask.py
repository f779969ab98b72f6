"""Patterns as numbers find what a regular expression finds."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate, oracle, pattern_texts, plates, rich_texts
from workbench.plates.key import fold_many, pack_many
from workbench.plates.mask import EXPANDED, fits_many, masks
from workbench.plates.pattern import Pattern, parse

many = st.lists(plates, min_size=1, max_size=30)


def fitting(wanted: re.Pattern[str], seen: list[str]) -> list[bool]:
    return [wanted.fullmatch(plate) is not None for plate in seen]


def masked(pattern: Pattern, seen: list[str], *, folded: bool, expand: int = EXPANDED) -> list[bool]:
    keys = pack_many(seen)
    column = fold_many(keys) if folded else keys
    found = np.zeros(len(keys), np.bool_)
    for pair in masks(pattern, folded=folded, expand=expand):
        found |= pair.fits(column)
    return [bool(fits) for fits in found]


@given(pattern_texts | rich_texts, many, st.booleans())
def test_the_exact_filter_finds_what_a_regular_expression_finds(typed: str, seen: list[str], lookalikes: bool) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    assert fits_many(pattern, pack_many(seen)).tolist() == fitting(oracle(pattern, typed), seen)


@given(rich_texts, many, st.sampled_from([1, 4, EXPANDED]))
def test_masks_find_what_a_regular_expression_finds(typed: str, seen: list[str], expand: int) -> None:
    pattern = parse(typed)
    wanted = fitting(oracle(pattern, typed), seen)
    if pattern.lookalikes:
        assert masked(pattern, seen, folded=True, expand=expand) >= wanted
    else:
        assert masked(pattern, seen, folded=False, expand=expand) == wanted


@given(pattern_texts, many)
def test_masks_of_folded_keys_find_all_lookalikes_and_nothing_else(typed: str, seen: list[str]) -> None:
    pattern = parse(typed, lookalikes=True)
    assert masked(pattern, seen, folded=True) == fitting(oracle(pattern, typed), seen)


@given(rich_texts, many, st.booleans())
def test_masks_of_folded_keys_never_miss_what_fits(typed: str, seen: list[str], lookalikes: bool) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    found = masked(pattern, seen, folded=True)
    assert all(found[place] for place, fits in enumerate(fitting(oracle(pattern, typed), seen)) if fits)


@given(rich_texts, plates)
def test_masks_name_the_length_they_fit(typed: str, plate: str) -> None:
    pairs = masks(parse(typed), folded=False)
    assert all(len(plate) == pair.length for pair in pairs if pair.fits(pack_many([plate]))[0])
    assert [pair.length for pair in pairs] == sorted(pair.length for pair in pairs)


@given(any_plate)
def test_the_exact_filter_takes_the_longest_patterns(plate: str) -> None:
    keys = pack_many([plate, "7"])
    assert fits_many(parse(plate), keys).tolist() == [True, plate == "7"]
    assert fits_many(parse(f"*{'*'.join(plate)}*"), keys).tolist() == [True, plate == "7"]


@pytest.mark.parametrize(
    ("typed", "count", "with_sets"),
    [
        ("*A*B*C*D*E*", 462, 0),
        ("7[AB]1", 2, 0),
        ("[ABCD][ABCD][ABCD][ABCD]", 256, 0),
        ("[ABCD][ABCD][ABCD][ABCDE]", 1, 1),
        ("*[AB]*", 110, 0),
        ("*[ABC]*[ABC]*", 165, 165),
    ],
)
def test_a_pattern_never_becomes_a_flood_of_masks(typed: str, count: int, with_sets: int) -> None:
    pairs = masks(parse(typed), folded=False)
    assert (len(pairs), sum(bool(pair.sets) for pair in pairs)) == (count, with_sets)
