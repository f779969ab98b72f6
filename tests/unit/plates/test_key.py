"""Keys: one number a plate, the same one by one and in bulk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate
from workbench.plates.key import fold_many, pack, pack_many, unpack, unpack_many
from workbench.plates.lookalikes import CLASSES, alike, fold


@given(any_plate)
def test_a_plate_comes_back_from_its_key(plate: str) -> None:
    assert unpack(pack(plate)) == plate
    assert 0 < pack(plate) < 2**64


@given(st.lists(any_plate, max_size=30))
def test_in_bulk_it_is_the_same(plates: list[str]) -> None:
    keys = pack_many(plates)
    assert keys.dtype == np.uint64
    assert keys.tolist() == [pack(plate) for plate in plates]
    assert unpack_many(keys) == plates
    assert unpack_many(fold_many(keys)) == [fold(plate) for plate in plates]


@given(st.lists(any_plate, min_size=2, max_size=30))
def test_keys_sort_by_length_and_then_like_the_text(plates: list[str]) -> None:
    assert sorted(plates, key=pack) == sorted(plates, key=lambda plate: (len(plate), plate))


@pytest.mark.parametrize("text", ["", "7abc", "7A C", "A\x00B", "\x00A", "ABCDEFGH123", "\u0410BC", "7AB?"])
def test_what_is_no_plate_has_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="normalised"):
        pack(text)
    with pytest.raises(ValueError, match="normalised"):
        pack_many(["7ABC123", text])


def test_lookalikes_are_in_one_class_each() -> None:
    members = "".join(CLASSES)
    assert len(members) == len(set(members))
    assert fold("ODQILZSGB") == "000112568"
    assert alike("8", "B")
    assert not alike("8", "0")
    assert alike("X", "X")
