"""A file that has a plate is never passed over for it, and most of those that don't have it are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate
from workbench.plates.key import pack_many
from workbench.store.segments.presence import Presence

pytestmark = pytest.mark.section("464.7(d)")


@settings(max_examples=60, deadline=None)
@given(there=st.lists(any_plate, max_size=60), others=st.lists(any_plate, max_size=60))
def test_a_plate_that_is_there_may_always_be_there(there: list[str], others: list[str]) -> None:
    known = Presence.of(np.unique(pack_many(there)))
    assert known.may_have(pack_many(there)).all()
    assert len(known.may_have(pack_many(others))) == len(others)


def test_a_file_of_no_plates_has_none() -> None:
    assert not Presence.of(np.zeros(0, np.uint64)).may_have(pack_many(["7ABC123", "1"])).any()


def test_few_plates_that_are_not_there_are_taken_for_present() -> None:
    keys = np.unique(pack_many([f"{number % 9}{chr(65 + number % 23)}BK{number:05d}"[:8] for number in range(60_000)]))
    known = Presence.of(keys[::2])
    assert known.may_have(keys[::2]).all()
    assert known.may_have(keys[1::2]).mean() < 1 / 20
