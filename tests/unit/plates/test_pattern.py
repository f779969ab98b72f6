"""Partial plates: what is understood, and what is refused with its place and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import rich_texts
from workbench.errors import PatternError
from workbench.plates.characters import ALPHABET
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
        ("7[BA]1", "7[AB]1", 3, [3]),
        ("7[ab a]", "7[AB]", 2, [2]),
        ("7[A]", "7A", 2, [2]),
        ("7[ABC]", "7[ABC]", 2, [2]),
        ("7[ABCD]", "7[ABCD]", 1, [2]),
        ("\uff3b7A\uff3d*", "[7A]*", 1, list(range(1, 11))),
        (f"7[{ALPHABET}]*[AB]", "7?*[AB]", 2, list(range(3, 11))),
        ("7~8", "7~8", 2, [2]),
        ("7~A", "7A", 2, [2]),
        ("7 ~ 8", "7~8", 2, [2]),
        ("7~[8B]", "7[8B]", 2, [2]),
        ("7~[8A]", "7~[8A]", 2, [2]),
        ("7~[0A]", "7~[0A]", 1, [2]),
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
        ("7[AB", 1, "not closed"),
        ("7[", 1, "not closed"),
        ("7[]1", 1, "set is empty"),
        ("7[ ]1", 1, "set is empty"),
        ("7AB]", 3, "was not opened"),
        ("7[A[B]]", 3, "[ can't stand in a set"),
        ("7[A?]", 3, "? can't stand in a set"),
        ("7[~A]", 2, "~ can't stand in a set"),
        ("7[A-F]", 3, "HYPHEN-MINUS"),
        ("7[A.F]", 3, "FULL STOP"),
        ("7[A,B]", 3, "COMMA"),
        ("7[^A]", 2, "CIRCUMFLEX ACCENT"),
        ("7[A\u0410]", 3, "CYRILLIC CAPITAL LETTER A"),
        ("7[A\u200b]", 3, "ZERO WIDTH SPACE"),
        ("7[\U0001f697]", 2, "AUTOMOBILE"),
        ("7~*1", 1, "~ before *"),
        ("7~?1", 1, "~ before ?"),
        ("7~~A", 1, "~ before ~"),
        ("7~]A", 1, "~ before ]"),
        ("7A~", 2, "~ at the end"),
        ("7A~ -", 2, "~ at the end"),
        ("7~[AB", 2, "not closed"),
        ("7\u02dcA", 1, "SMALL TILDE"),
        ("7A\U0001f697", 2, "AUTOMOBILE"),
        ("\u0410BC", 0, "CYRILLIC CAPITAL LETTER A"),
        ("7\u200b*", 1, "ZERO WIDTH SPACE"),
        ("7\u202eA", 1, "RIGHT-TO-LEFT OVERRIDE"),
        ("A" * 200, 128, "200 characters"),
        ("[A]" * 11, 30, "plate of 11 characters"),
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
        assert parse(pattern.text, lookalikes=pattern.lookalikes) == pattern


@given(rich_texts, st.booleans())
def test_the_one_spelling_is_read_as_itself(typed: str, lookalikes: bool) -> None:
    pattern = parse(typed, lookalikes=lookalikes)
    assert parse(pattern.text, lookalikes=pattern.lookalikes) == pattern
    assert pattern.fixed <= pattern.shortest


def test_a_tilde_at_the_very_start_is_for_the_whole_pattern() -> None:
    assert parse("~7AB*") == parse("7AB*", lookalikes=True)
    assert parse(" ~7A~B*") == parse("7AB*", lookalikes=True)
    assert parse("7AB*~8").lookalikes is False


def test_a_set_counts_as_given_while_it_lets_few_characters_through() -> None:
    assert parse("[8A]").fixed == parse("[8A]", lookalikes=True).fixed == 1
    assert (parse("[01]").fixed, parse("[01]", lookalikes=True).fixed) == (1, 0)


@pytest.mark.section("464.7(d)")
@pytest.mark.parametrize(("typed", "distance", "least"), [("7A", 1, 3), ("7A[BCDE]", 1, 3), ("7AB????", 2, 4)])
def test_a_distance_leaves_enough_of_what_was_given(typed: str, distance: int, least: int) -> None:
    with pytest.raises(PatternError, match=f"it takes {least}") as told:
        parse(typed, distance=distance)
    assert told.value.section == "464.7(d)"
    assert parse(f"{typed}1", distance=distance).distance == distance


@pytest.mark.parametrize(
    ("typed", "distance", "position", "said"),
    [
        ("7ABC*", 1, 4, "does not go with a distance"),
        ("*7ABC", 2, 0, "does not go with a distance"),
        ("7ABC", 3, None, "distance of 3"),
        ("7ABC", -1, None, "distance of -1"),
    ],
)
def test_a_distance_that_can_not_be_searched_is_told(
    typed: str, distance: int, position: int | None, said: str
) -> None:
    with pytest.raises(PatternError, match=said) as told:
        parse(typed, distance=distance)
    assert told.value.position == position
    assert told.value.how


def test_a_distance_goes_with_single_wildcards_sets_and_lookalikes() -> None:
    pattern = parse("~7?[AB]1~8", distance=2)
    assert (pattern.text, pattern.lookalikes, pattern.distance) == ("7?[AB]18", True, 2)
    assert pattern.exactly() == parse("7?[AB]18")
