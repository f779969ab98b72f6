"""Why a plate fits a pattern, character by character (464.7(d)), for the analyst who has to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from workbench.plates.lookalikes import alike
from workbench.plates.pattern import Pattern


class Likeness(StrEnum):
    """How close a plate is to what was asked."""

    EXACT = "exact"
    LOOKALIKE = "lookalike"


@dataclass(frozen=True, slots=True)
class Match:
    """A plate fits: how closely, and the reason in words."""

    likeness: Likeness
    words: str


def explain(pattern: Pattern, plate: str) -> Match | None:
    """Why ``plate`` (normalised) fits, in the way that swaps fewest characters; None when it does not fit."""
    fitting = [shape for shape in pattern.shapes(len(plate)) if _fits(pattern, shape, plate)]
    if not fitting:
        return None
    shape = min(fitting, key=lambda candidate: len(_swaps(candidate, plate)))
    swapped = _swaps(shape, plate)
    likeness = Likeness.LOOKALIKE if swapped else Likeness.EXACT
    return Match(likeness, "; ".join([*swapped, *_told(shape, plate)]))


def _fits(pattern: Pattern, shape: str, plate: str) -> bool:
    return all(
        mark in "?*" or mark == char or (pattern.lookalikes and alike(mark, char))
        for mark, char in zip(shape, plate, strict=True)
    )


def _swaps(shape: str, plate: str) -> list[str]:
    return [
        f"{char} read for {mark} at position {place}"
        for place, (mark, char) in enumerate(zip(shape, plate, strict=True), 1)
        if mark not in "?*" and mark != char
    ]


def _told(shape: str, plate: str) -> list[str]:
    told = []
    places = enumerate(zip(shape, plate, strict=True), 1)
    for kind, group in groupby(places, key=lambda item: _kind(*item[1])):
        run = list(group)
        text = "".join(char for _, (_, char) in run)
        where = f"{run[0][0]}-{run[-1][0]}" if len(run) > 1 else f"{run[0][0]}"
        if kind == "given":
            told.append(f"{text} given at {where}")
        elif kind:
            told.append(f"{text} for {kind * len(run) if kind == '?' else kind} at {where}")
    return told


def _kind(mark: str, char: str) -> str:
    if mark in "?*":
        return mark
    return "given" if mark == char else ""
