"""A column of plates has the keys that its plates have."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate
from workbench.plates.column import keys_of
from workbench.plates.key import pack_many


@given(st.lists(any_plate, max_size=40), st.integers(0, 5))
def test_a_column_and_a_part_of_it_have_the_keys_of_their_plates(plates: list[str], start: int) -> None:
    column = pl.Series("plate", plates, pl.String)
    assert np.array_equal(keys_of(column), pack_many(plates))
    assert np.array_equal(keys_of(column[start:]), pack_many(plates[start:]))


def test_a_column_of_several_pieces_is_one_column() -> None:
    column = pl.concat([pl.Series("plate", [plate]) for plate in ("7ABC123", "1", "ZZZZZZZZZZ")], rechunk=False)
    assert np.array_equal(keys_of(column), pack_many(["7ABC123", "1", "ZZZZZZZZZZ"]))


def test_where_there_is_no_plate_the_key_is_none() -> None:
    column = pl.Series("plate", [None, "7ABC123", None, "1"])
    assert keys_of(column).tolist() == [0, *pack_many(["7ABC123"]), 0, *pack_many(["1"])]
    assert keys_of(pl.Series("plate", [None, None], dtype=pl.String)).tolist() == [0, 0]


@pytest.mark.parametrize(
    "text",
    ["", "7abc", "7A C", "A\x00B", "AB\x00", "7ABC123456789", "\x00A", "ABCDEFGH123", "\u0410BC", "7AB?", "7ABC\x7f"],
)
def test_what_is_no_plate_is_told_by_its_column(text: str) -> None:
    with pytest.raises(ValueError, match="resolved_plate"):
        keys_of(pl.Series("resolved_plate", ["7ABC123", None, text]))
