"""What a pattern means, told while it is typed, and which characters of a plate it matched (464.7(d))."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from workbench.errors import PatternError
from workbench.plates.lookalikes import CLASSES
from workbench.plates.pattern import Pattern, parse

_HINT = "Type what was seen of the plate: ? stands for one character, * for any run."
_MISFIT = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text in the box is understood. ``position`` counts the typed characters from 0, -1 for none."""

    pattern: Pattern | None
    words: str
    how: str = ""
    position: int = -1


def read(text: str, *, lookalikes: bool) -> Reading:
    """The meaning of a pattern in words, or what is wrong with it and where."""
    if not text.strip():
        return Reading(None, "", _HINT)
    try:
        pattern = parse(text, lookalikes=lookalikes)
    except PatternError as error:
        return Reading(None, error.message, error.how, -1 if error.position is None else error.position)
    return Reading(pattern, _told(pattern))


def _told(pattern: Pattern) -> str:
    parts = [_part(kind, "".join(run)) for kind, run in groupby(pattern.text, key=_kind)]
    lengths = pattern.lengths()
    long = f"{lengths[0]} to {lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    told = f"{', then '.join(parts)}. {long} characters long, {pattern.fixed} of them known."
    return told + (_alike(pattern) if pattern.lookalikes else "")


def _kind(mark: str) -> str:
    return mark if mark in "?*" else "given"


def _part(kind: str, run: str) -> str:
    if kind == "given":
        return run
    if kind == "*":
        return "any run of characters or none"
    return "any one character" if len(run) == 1 else f"any {len(run)} characters"


def _alike(pattern: Pattern) -> str:
    given = [char for char in dict.fromkeys(pattern.text) if char not in "?*"]
    swaps = [
        f"{char} as {'/'.join(c for c in members if c != char)}"
        for char in given
        for members in CLASSES
        if char in members
    ]
    return f" Look-alikes too: {', '.join(swaps)}." if swaps else " No character in it has a look-alike."


def marks(pattern: Pattern | None, plate: str) -> list[tuple[str, str]]:
    """The plate in pieces: ``given`` as asked, ``swapped`` for a look-alike, ``open`` where a wildcard stands."""
    shapes = pattern.shapes(len(plate)) if pattern else ()
    best = min(shapes, key=lambda shape: _cost(shape, plate), default="?" * len(plate))
    if _cost(best, plate) >= _MISFIT:
        best = "?" * len(plate)
    kinds = [_mark(mark, char) for mark, char in zip(best, plate, strict=True)]
    places = groupby(zip(kinds, plate, strict=True), key=lambda item: item[0])
    return [("".join(char for _, char in run), kind) for kind, run in places]


def _cost(shape: str, plate: str) -> int:
    return sum(_price(mark, char) for mark, char in zip(shape, plate, strict=True))


def _price(mark: str, char: str) -> int:
    if mark in "?*" or mark == char:
        return 0
    return 1 if any(mark in members and char in members for members in CLASSES) else _MISFIT


def _mark(mark: str, char: str) -> str:
    if mark in "?*":
        return "open"
    return "given" if mark == char else "swapped"
