"""What a pattern means, told while it is typed, and which characters of a plate it matched (464.7(d))."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from workbench.errors import PatternError
from workbench.plates.align import Step, align
from workbench.plates.lookalikes import class_of
from workbench.plates.mark import ANY, Mark
from workbench.plates.pattern import Pattern, parse

_HINT = (
    "Type what was seen of the plate: ? stands for one character, * for any run, [AB7] for one of these; ~ before a "
    "character lets its look-alikes through."
)

_WRONG = (
    "",
    " One character may be wrong, missing or too many.",
    " Two characters may be wrong, missing or too many.",
)
"""By the pattern's distance."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text in the box is understood. ``position`` counts the typed characters from 0, -1 for none."""

    pattern: Pattern | None
    words: str
    how: str = ""
    position: int = -1


def read(text: str, *, lookalikes: bool, distance: int = 0) -> Reading:
    """The meaning of a pattern in words, or what is wrong with it and where; ``distance`` characters may be wrong."""
    if not text.strip():
        return Reading(None, "", _HINT)
    try:
        pattern = parse(text, lookalikes=lookalikes, distance=distance)
    except PatternError as error:
        return Reading(None, error.message, error.how, -1 if error.position is None else error.position)
    return Reading(pattern, _told(pattern))


def _told(pattern: Pattern) -> str:
    parts = [_part(kind, list(run)) for kind, run in groupby(pattern.marks, key=_kind)]
    lengths = pattern.lengths()
    long = f"{lengths[0]} to {lengths[-1]}" if len(lengths) > 1 else str(lengths[0])
    told = f"{', then '.join(parts)}. {long} characters long, {pattern.fixed} of them known."
    return told + _alike(pattern) + _WRONG[pattern.distance]


def _kind(mark: Mark) -> str:
    return mark.sign if mark.open or len(mark.chars) > 1 else "given"


def _part(kind: str, run: list[Mark]) -> str:
    if kind == "given":
        return "".join(mark.sign for mark in run)
    if kind == "*":
        return "any run of characters or none"
    if kind == "?":
        return "any one character" if len(run) == 1 else f"any {len(run)} characters"
    chars = run[0].chars
    one = f"{', '.join(chars[:-1])} or {chars[-1]}"
    return one if len(run) == 1 else f"{len(run)} characters, each {one}"


def _alike(pattern: Pattern) -> str:
    chars = dict.fromkeys(char for mark in pattern.marks if mark.alike for char in mark.chars)
    swaps = [f"{char} as {'/'.join(class_of(char).replace(char, ''))}" for char in chars if class_of(char) != char]
    if swaps:
        return f" Look-alikes too: {', '.join(swaps)}."
    return " No character in it has a look-alike." if pattern.lookalikes else ""


def marks(pattern: Pattern | None, plate: str) -> list[tuple[str, str]]:
    """The plate in pieces: ``given`` as asked, ``swapped`` for another character, ``open`` where a wildcard stands."""
    steps = (align(pattern, plate) if pattern else None) or [Step(ANY, char) for char in plate]
    return [("".join(step.char for step in run), kind) for kind, run in groupby(_seen(steps), key=_mark)]


def _seen(steps: list[Step]) -> list[Step]:
    """The steps that show a character of the plate."""
    return [step for step in steps if step.char]


def _mark(step: Step) -> str:
    if step.edit or step.swap or step.mark is None:
        return "swapped"
    return "open" if step.mark.open else "given"
