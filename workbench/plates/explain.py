"""Why a plate fits a pattern, character by character (464.7(d)), for the analyst who has to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from workbench.plates.align import Step, align
from workbench.plates.confusion import Confusion
from workbench.plates.mark import Mark
from workbench.plates.pattern import Pattern


class Likeness(StrEnum):
    """How close a plate is to what was asked; the order of the names is the order of closeness."""

    EXACT = "exact"
    LOOKALIKE = "lookalike"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Match:
    """A plate fits: how closely, and the reason in words."""

    likeness: Likeness
    words: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step and its place on the plate, from 1; of a missing character the place that it comes after."""

    step: Step
    place: int


def explain(pattern: Pattern, plate: str, confusion: Confusion | None = None) -> Match | None:
    """Why ``plate`` (normalised) fits, in the way that changes and swaps fewest characters; None when it does not.

    A plate that fits only by the pattern's distance is near. With a measured ``confusion`` each character that was
    read for another is told with how often that was seen.
    """
    steps = align(pattern, plate)
    if steps is None:
        return None
    placed = _placed(steps)
    excused = [_excused(each, confusion) for each in placed if each.step.edit or each.step.swap]
    return Match(_likeness(steps), "; ".join([*excused, *_told(placed)]))


def _likeness(steps: Sequence[Step]) -> Likeness:
    if any(step.edit for step in steps):
        return Likeness.NEAR
    return Likeness.LOOKALIKE if any(step.swap for step in steps) else Likeness.EXACT


def _placed(steps: Sequence[Step]) -> list[_Placed]:
    placed, place = [], 0
    for step in steps:
        place += len(step.char)
        placed.append(_Placed(step, place))
    return placed


def _excused(at: _Placed, confusion: Confusion | None) -> str:
    mark, char = at.step
    if mark is None:
        return f"{char} at position {at.place} is one too many"
    if not char:
        what = "one character" if mark.open else mark.sign
        return f"{what} missing {f'after position {at.place}' if at.place else 'at the start'}"
    other = ", not a look-alike" if at.step.edit else ""
    return f"{char} read for {mark.sign} at position {at.place}{other}{_how_often(mark, char, confusion)}"


def _how_often(mark: Mark, char: str, confusion: Confusion | None) -> str:
    """Of the one character that was asked; a set leaves open which of them it was."""
    told = confusion.told(mark.chars, char) if confusion and len(mark.chars) == 1 else ""
    return f", {told}" if told else ""


def _told(placed: Sequence[_Placed]) -> list[str]:
    told = []
    for (kind, excused), group in groupby(placed, key=_kind):
        if excused:
            continue
        run = list(group)
        text = "".join(each.step.char for each in run)
        where = f"{run[0].place}-{run[-1].place}" if len(run) > 1 else f"{run[0].place}"
        if kind:
            told.append(f"{text} for {kind if kind == '*' else kind * len(run)} at {where}")
        else:
            told.append(f"{text} given at {where}")
    return told


def _kind(at: _Placed) -> tuple[str, bool]:
    """What the character was asked by, empty when it was given as it is; and whether it had to be excused."""
    mark = at.step.mark
    if mark is None or at.step.edit or at.step.swap:
        return "", True
    return "" if len(mark.chars) == 1 else mark.sign, False
