"""Partial plates: what is understood, and what is refused with its place and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import oracle, pattern_texts, plates
from workbench.errors import PatternError
from workbench.plates.key import fold_many, pack, pack_many
from workbench.plates.mask import masks
from workbench.plates.pattern import parse


@pytest.mark.parametrize(
    ("typed", "text", "fixed", "lengths"),
    [
        ("7abc123", "7ABC123", 7, [7]),
        ("7AB?1??", "7AB?1??", 4, [7]),
        ("7 ab-?", "7AB?", 3, [4]),
        ("7AB*", "7AB*", 3, [3, 4, 5, 6, 7, 8, 9, 10]),
        ("7**A", "7*A", 2, list(range(2, 11))),
        ("*?A", "?*A", 1, list(range(2, 11))),
        ("A*?*?B", "A??*B", 2, list(range(4, 11))),
        ("ABCDEFGH1*2", "ABCDEFGH1*2", 10, [10]),
        ("\uff17\uff0a", "7*", 1, list(range(1, 11))),
        ("A?????????", "A?????????", 1, [10]),
    ],
)
def test_a_pattern_has_one_spelling(typed: str, text: str, fixed: int, lengths: list[int]) -> None:
    pattern = parse(typed)
    assert (pattern.text, pattern.fixed, list(pattern.lengths())) == (text, fixed, lengths)


@pytest.mark.section("464.7(d)")
@pytest.mark.parametrize("typed", ["", " ", "-", "*", "?", "???", "?*", "* *", "**", "\uff0a"])
def test_without_a_letter_or_digit_it_is_refused_under_its_section(typed: str) -> None:
    with pytest.raises(PatternError) as told:
        parse(typed)
    assert told.value.section == "464.7(d)"
    assert told.value.how


@pytest.mark.parametrize(
    ("typed", "position", "said"),
    [
        ("'; DROP TABLE reads; --", 0, "APOSTROPHE"),
        ("7AB' OR '1'='1", 3, "APOSTROPHE"),
        ("7AB%", 3, "PERCENT SIGN"),
        ("7AB_1", 3, "LOW LINE"),
        ("7[AB]1", 1, "LEFT SQUARE BRACKET"),
        ("7A\U0001f697", 2, "AUTOMOBILE"),
        ("\u0410BC", 0, "CYRILLIC CAPITAL LETTER A"),
        ("7\u200b*", 1, "ZERO WIDTH SPACE"),
        ("7\u202eA", 1, "RIGHT-TO-LEFT OVERRIDE"),
        ("A" * 200, 64, "200 characters"),
        ("ABCDEFGH??1", 10, "plate of 11 characters"),
        ("A B C D E F G H I J K*", 20, "plate of 11 characters"),
        ("*A*?????????????*", 12, "plate of 14 characters"),
    ],
)
def test_what_can_not_be_searched_is_told_with_its_place(typed: str, position: int, said: str) -> None:
    with pytest.raises(PatternError) as told:
        parse(typed)
    assert told.value.position == position
    assert told.value.where == f"character {position + 1}"
    assert said in told.value.message
    assert told.value.how


def test_signs_of_other_languages_are_answered_with_ours() -> None:
    for typed, how in (("7%", "Write \\*"), ("7_", "Write \\?")):
        with pytest.raises(PatternError, match=how):
            parse(typed)


@given(st.text(max_size=20))
def test_any_text_becomes_a_pattern_or_a_clear_error(text: str) -> None:
    try:
        pattern, told = parse(text), None
    except PatternError as error:
        pattern, told = None, error
    if pattern is None:
        assert told is not None
        assert told.how
    else:
        assert pattern.fixed > 0
        assert parse(pattern.text) == pattern


@given(pattern_texts, st.lists(plates, min_size=1, max_size=20), st.booleans())
def test_masks_find_what_a_regular_expression_finds(typed: str, seen: list[str], lookalikes: bool) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    keys = pack_many(seen)
    column = (fold_many(keys) if lookalikes else keys).tolist()
    pairs = masks(pattern, folded=lookalikes)
    found = [any(key & pair.mask == pair.value for pair in pairs) for key in column]
    assert found == [oracle(pattern, typed).fullmatch(plate) is not None for plate in seen]


@given(pattern_texts, plates)
def test_masks_name_the_length_they_fit(typed: str, plate: str) -> None:
    pairs = masks(parse(typed), folded=False)
    assert all(len(plate) == pair.length for pair in pairs if pack(plate) & pair.mask == pair.value)


def test_a_pattern_never_becomes_a_flood_of_masks() -> None:
    assert len(masks(parse("*A*B*C*D*E*"), folded=False)) == 462
