"""A narrow pattern is written out, every plate of it and no other (464.7(d))."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.plates.characters import ALPHABET
from workbench.plates.key import pack_many
from workbench.plates.mask import fits_many
from workbench.plates.neighbours import distance_at_most
from workbench.plates.pattern import parse
from workbench.plates.spellings import LONGEST, NARROW, spellings

pytestmark = pytest.mark.section("464.7(d)", "464.7.1(c)")

signs = st.sampled_from([*"7ABC12", "?", "[AB]", "~B", "~0"])
patterns = st.lists(signs, min_size=2, max_size=5).map("".join).filter(lambda text: text.strip("?"))
plates = st.text(ALPHABET, min_size=1, max_size=LONGEST)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("7ABC123", 1),
        ("7ABC12?", 36),
        ("7ABC123*", 37),
        ("[78]ABC12?", 72),
        ("A~8BC123", 2),
        ("7ABC1??", 0),
        ("7A*", 0),
    ],
)
def test_what_is_narrow_has_every_spelling_and_what_is_wide_has_none(text: str, count: int) -> None:
    assert len(spellings(parse(text))) == count <= NARROW


def test_a_wrong_character_is_narrow_and_two_are_not() -> None:
    assert {"7ABC123", "7ABC124", "7ABC12", "7ABC1234"} <= spellings(parse("7ABC123", distance=1))
    assert not spellings(parse("7ABC123", distance=2))
    assert not spellings(parse("7ABC12?", distance=1))


@given(patterns, st.booleans(), plates)
def test_a_plate_is_a_spelling_of_a_narrow_pattern_when_it_fits(text: str, lookalikes: bool, plate: str) -> None:
    pattern = parse(text, lookalikes=lookalikes)
    if written := spellings(pattern):
        assert bool(fits_many(pattern, pack_many([plate]))[0]) == (plate in written)
        assert fits_many(pattern, pack_many(sorted(written))).all()


@given(st.text(ALPHABET, min_size=4, max_size=7))
def test_all_spellings_with_a_wrong_character_are_within_one_edit(plate: str) -> None:
    pattern = parse(plate, distance=1)
    written = spellings(pattern)
    assert plate in written
    assert (distance_at_most(pattern, pack_many(sorted(written)), 1) <= 1).all()
