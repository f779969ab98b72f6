"""One spelling of a plate, and a clear word for everything that is no plate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.plates.strategies import any_plate
from workbench.errors import BadInput
from workbench.plates.normalise import is_normalised, normalise


@pytest.mark.parametrize(
    ("written", "plate"),
    [
        ("7abc123", "7ABC123"),
        (" 7ABC 123 ", "7ABC123"),
        ("ABC-12-34", "ABC1234"),
        ("A.B.C·1", "ABC1"),
        ("7ABC\u2010123", "7ABC123"),
        ("7ABC\u2013123", "7ABC123"),
        ("7ABC\u00a0123", "7ABC123"),
        ("\uff17\uff21\uff22\uff23", "7ABC"),
        ("A", "A"),
        ("ABCDEFGH12", "ABCDEFGH12"),
    ],
)
def test_spaces_hyphens_dots_width_and_case_make_no_difference(written: str, plate: str) -> None:
    assert normalise(written) == plate


@pytest.mark.parametrize(
    ("written", "where", "said"),
    [
        ("7\u0410BC123", "character 2", "'\u0410' (CYRILLIC CAPITAL LETTER A, U+0410) looks like A"),
        ("7AB\u0421", "character 4", "CYRILLIC CAPITAL LETTER ES, U+0421) looks like C"),
        ("\u039fX1", "character 1", "looks like O"),
        ("7A\u0131", "character 3", "looks like I"),
        ("7\u200bABC", "character 2", "ZERO WIDTH SPACE (U+200B) can't be seen"),
        ("7AB\ufeff", "character 4", "ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("\u202e7ABC", "character 1", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("7AB\u0301", "character 4", "COMBINING ACUTE ACCENT"),
        ("7AB\U0001f600", "character 4", "GRINNING FACE, U+1F600) is not a character of a plate"),
        ("7AB\n1", "character 4", "a control character (U+000A)"),
        ("7AB\x00", "character 4", "a control character (U+0000)"),
        ("\ufb01X", "character 1", "LATIN SMALL LIGATURE FI"),
        ("\u05d07AB", "character 1", "HEBREW LETTER ALEF (U+05D0)"),
        ("\ud8007AB", "character 1", "U+D800"),
        ("7AB?1", "character 4", "QUESTION MARK"),
        ("Stra\u00dfe", "character 5", "LATIN SMALL LETTER SHARP S"),
    ],
)
def test_the_error_names_the_character_and_its_place(written: str, where: str, said: str) -> None:
    with pytest.raises(BadInput) as told:
        normalise(written)
    assert told.value.where == where
    assert said in told.value.message


@pytest.mark.parametrize("written", ["", "   ", "-.-"])
def test_nothing_is_no_plate(written: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        normalise(written)


@pytest.mark.parametrize(("written", "length"), [("ABCDEFGH123", 11), ("A" * 200, 200), (" " * 65, 65)])
def test_too_long_says_how_long(written: str, length: int) -> None:
    with pytest.raises(BadInput, match=f"at most 10 .* has {length}"):
        normalise(written)


@given(st.text(max_size=14))
def test_any_text_becomes_a_plate_or_a_clear_error(text: str) -> None:
    try:
        plate, told = normalise(text), None
    except BadInput as error:
        plate, told = "", error
    if told is None:
        assert is_normalised(plate)
        assert normalise(plate) == plate
    else:
        assert told.where
        assert told.how


@given(any_plate)
def test_a_normalised_plate_stays_as_it_is(plate: str) -> None:
    assert normalise(plate) == plate
