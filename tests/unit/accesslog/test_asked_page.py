"""What was asked for is found again for each plate that it covers (464.6)."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.accesslog.asked_page import Asked, packed, unpacked
from workbench.accesslog.covering import covers
from workbench.errors import PatternError
from workbench.plates.key import pack
from workbench.plates.mask import fits_many
from workbench.plates.neighbours import distance_at_most
from workbench.plates.pattern import parse

SIGNS = st.sampled_from([*"7ABCO0Q1IZ2", "?", "*", "~", "[AB]", "[07O]", "-", " ", "a", "o"])
PATTERNS = st.lists(SIGNS, max_size=9).map("".join)
ASKED = st.builds(Asked, PATTERNS, st.booleans(), st.sampled_from([0, 0, 1, 2, 99, -1]))
PLATES = st.text("7ABCO0Q1IZ2D", min_size=1, max_size=8)


@given(st.lists(ASKED, max_size=30), PLATES)
@settings(max_examples=300, deadline=None)
def test_a_page_yields_everything_that_covers_a_plate(asked: list[Asked], plate: str) -> None:
    page = packed(list(enumerate(asked)))
    found = {seq: one for one, seqs in unpacked(page, plate) for seq in seqs}
    assert {seq for seq, one in enumerate(asked) if covers(one, plate)} <= found.keys()
    assert all(asked[seq] == one for seq, one in found.items())


@given(st.lists(st.tuples(st.integers(0, 2**53), ASKED), max_size=30))
def test_a_page_holds_all_that_was_put_into_it(asked: list[tuple[int, Asked]]) -> None:
    kept = [(seq, one) for one, seqs in unpacked(packed(asked)) for seq in seqs]
    assert sorted(kept, key=repr) == sorted(asked, key=repr)


def test_what_lacks_the_plates_characters_is_left_out_beforehand() -> None:
    asked = [Asked("*234"), Asked("7[AB]?8*"), Asked("7AB?", distance=1), Asked("7ABC123"), Asked("~7A*"), Asked("7Q*")]
    found = [one.pattern for one, _ in unpacked(packed(list(enumerate(asked))), "7AOC123")]
    assert found == ["7AB?", "~7A*", "7Q*"]


@given(ASKED, PLATES)
@settings(max_examples=500, deadline=None)
def test_what_is_told_quickly_is_what_the_pattern_itself_says(asked: Asked, plate: str) -> None:
    try:
        pattern = parse(asked.pattern, lookalikes=asked.lookalikes, distance=asked.distance)
    except PatternError:
        assert not covers(asked, plate)
        return
    key = np.array([pack(plate)], np.uint64)
    distance = asked.distance
    fitting = distance_at_most(pattern, key, distance) <= distance if distance else fits_many(pattern, key)
    assert covers(asked, plate) is bool(fitting[0])
