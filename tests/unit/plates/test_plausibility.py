"""The prior of a serial number: it only orders, and it never leaves a plate out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate
from workbench.plates.formats import FORMATS
from workbench.plates.key import pack_many
from workbench.plates.plausibility import UNKNOWN_STATE, plausibilities, plausibility

states = st.sampled_from([None, "CA", "AZ", "NV", "OR", "MX-BCN", "MX-SON", "MX-CMX", "MX-JAL", "MEX", "TX", ""])
_CHARS = {"9": "0123456789", "A": "AIZ", "L": "ACIOQVWZ", "X": "A0", "x": "A"}
_shaped = st.sampled_from(FORMATS).flatmap(
    lambda known: st.tuples(*(st.sampled_from(_CHARS[mark]) for mark in known.shape)).map("".join)
)


@given(st.lists(any_plate | _shaped, max_size=30), states)
def test_in_bulk_it_is_the_same(plates: list[str], state: str | None) -> None:
    found = plausibilities(pack_many(plates), state)
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx([plausibility(plate, state) for plate in plates])
    assert all(0 < value <= 1 for value in found.tolist())


@pytest.mark.parametrize(
    ("likelier", "than"),
    [
        (("7ABC123", None), ("7AOC1Z3", None)),
        (("7ABC123", None), ("7OBC123", None)),
        (("7ABC123", None), ("123ABC", None)),
        (("123ABC4", None), ("LUVPALM", None)),
        (("LUVPALM", None), ("ABCDEFGHIJ", None)),
        (("A1B2C3D", "AZ"), ("7ABC123", "AZ")),
        (("7ABC123", "CA"), ("A1B2C3D", "CA")),
        (("BCN123D", "MX-BCN"), ("7ABC123", "MX-BCN")),
        (("BCN123D", None), ("ABC123D", None)),
    ],
)
def test_what_is_issued_comes_before_what_is_not(
    likelier: tuple[str, str | None], than: tuple[str, str | None]
) -> None:
    assert plausibility(*likelier) > plausibility(*than)


def test_of_a_state_whose_formats_are_not_kept_every_plate_is_the_same() -> None:
    assert plausibility("7ABC123", "TX") == plausibility("X", "TX") == UNKNOWN_STATE
