"""How sets and ``~`` are read in a pattern (464.7(d)): each mark with the place where it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.errors import PatternError
from workbench.plates.characters import ALPHABET, named
from workbench.plates.mark import ANY, RUN, Mark, mark

SIGNS = "?*[]~"
_SET = "Write the characters that it may be between [ and ], e.g. [AB7]."
_TILDE = "Write ~ before the letter, digit or set whose look-alikes fit too, or at the very start for all of them."


class Typed(NamedTuple):
    """A mark and where it was typed, counted from 0."""

    mark: Mark
    place: int


def typed(signs: Sequence[str], text: str) -> list[Typed]:
    """The marks of ``signs``, which has for each character of ``text`` its sign, or "" where it is left out.

    Raises ``PatternError`` with the place of a bracket or ``~`` that can't be understood.
    """
    found: list[Typed] = []
    place = 0
    while place < len(signs):
        if not signs[place]:
            place += 1
            continue
        made, after = _one(signs, text, place)
        found.append(Typed(made, place))
        place = after
    return found


def _one(signs: Sequence[str], text: str, place: int) -> tuple[Mark, int]:
    """The mark that begins at ``place``, and where the next may begin."""
    sign = signs[place]
    if sign in "?*":
        return RUN if sign == "*" else ANY, place + 1
    if sign == "~":
        return _alike(signs, text, place)
    if sign == "]":
        raise PatternError("] closes a set that was not opened.", position=place, how=_SET)
    chars, after = _set(signs, text, place) if sign == "[" else (sign, place + 1)
    return mark(chars), after


def _alike(signs: Sequence[str], text: str, place: int) -> tuple[Mark, int]:
    after = next((later for later in range(place + 1, len(signs)) if signs[later]), None)
    follows = "" if after is None else signs[after]
    if after is None or (follows != "[" and follows not in ALPHABET):
        what = f"before {follows}" if follows else "at the end"
        raise PatternError(f"~ {what} has no character whose look-alikes could fit.", position=place, how=_TILDE)
    chars, end = _set(signs, text, after) if follows == "[" else (follows, after + 1)
    return mark(chars, alike=True), end


def _set(signs: Sequence[str], text: str, start: int) -> tuple[str, int]:
    """The characters between the bracket at ``start`` and the next one, and what comes after it."""
    chars = ""
    for place in range(start + 1, len(signs)):
        sign = signs[place]
        if sign == "]":
            if not chars:
                raise PatternError("The set is empty.", position=start, how=_SET)
            return chars, place + 1
        if sign and sign not in ALPHABET:
            raise PatternError(f"{sign} can't stand in a set, only letters and digits.", position=place, how=_SET)
        if not sign and not text[place].isspace():
            how = "A set has no ranges: write each character, e.g. [ABC] for A to C."
            raise PatternError(f"{named(text[place])} can't stand in a set.", position=place, how=how)
        chars += sign
    raise PatternError("The set is not closed.", position=start, how="Write ] after the last character that it may be.")
