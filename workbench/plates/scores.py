"""How likely a plate is to be read when the wanted one passes (464.7(d)), for ranking what was found.

The wanted plate is any that fits the pattern: at a wildcard or a set the one counts that makes the reading likeliest,
and so does the likeliest way to lay them along each other (Viterbi, IEEE Transactions on Information Theory 13, 1967).
Characters are missing or too many only where the pattern has a distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.confusion import Confusion, Table
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys, code, pack
from workbench.plates.pattern import Pattern

_CHUNK = 1 << 14
"""So many keys are gone through at once, so that what is made of them stays in the processor's cache."""


def likelihood(pattern: Pattern, plate: str, confusion: Confusion) -> float:
    """log P(plate as read | wanted plate), natural logarithm; minus infinity when the two can't be laid along."""
    return float(scores(pattern, np.array([pack(plate)], np.uint64), confusion)[0])


def scores(pattern: Pattern, keys: Keys, confusion: Confusion) -> npt.NDArray[np.float32]:
    """The ``likelihood`` of each key's plate, all keys at once."""
    ways = _ways(pattern, confusion)
    found = np.full(len(keys), -np.inf, np.float32)
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        lengths = (part >> np.uint64(LENGTH_SHIFT)).astype(np.int8)
        for length in range(1, LONGEST + 1):
            places = np.flatnonzero(lengths == length)
            if len(places):
                found[start + places] = _laid(ways, part[places], length)
    return found


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a step costs, in log-likelihoods by code of the character.

    ``marks``: that a mark is read as it; ``lost``: that a mark is missing; ``stay``: the places, counted by the
    marks behind them, where a run may take it as ``open``; ``added``: that it is one too many. ``edits``: whether
    marks may be missing and characters too many.
    """

    marks: list[Table]
    lost: list[np.float32]
    stay: frozenset[int]
    open: Table
    added: Table
    edits: bool


def _ways(pattern: Pattern, confusion: Confusion) -> _Ways:
    marks: list[Table] = []
    lost: list[np.float32] = []
    stay = set()
    for mark in pattern.marks:
        if mark.run:
            stay.add(len(marks))
            continue
        rows = [code(char) - 1 for char in mark.chars or ALPHABET]
        marks.append(_by_code(confusion.read[rows].max(axis=0)))
        lost.append(confusion.lost[rows].max())
    best, added = _by_code(confusion.read.max(axis=0)), _by_code(confusion.added)
    return _Ways(marks, lost, frozenset(stay), best, added, pattern.distance > 0)


def _by_code(row: Table) -> Table:
    table = np.full(FULL + 1, -np.inf, np.float32)
    table[1 : len(row) + 1] = row
    return table


def _laid(ways: _Ways, keys: Keys, length: int) -> Table:
    """The best log-likelihood of plates of one length; None stands for a place that can't be reached."""
    count = len(ways.marks)
    at: list[Table | None] = [None] * (count + 1)
    at[0] = np.zeros(len(keys), np.float32)
    _skip(ways, at)
    for shift in SHIFTS[:length]:
        codes = ((keys >> np.uint64(shift)) & np.uint64(FULL)).astype(np.intp)
        at = [_best(_into(ways, at, place, codes)) for place in range(count + 1)]
        _skip(ways, at)
    end = at[count]
    return np.full(len(keys), -np.inf, np.float32) if end is None else end


def _into(ways: _Ways, at: list[Table | None], place: int, codes: npt.NDArray[np.intp]) -> list[Table]:
    """The ways by which a character leads to a place."""
    into = []
    before, here = at[place - 1] if place else None, at[place]
    if before is not None:
        into.append(before + ways.marks[place - 1][codes])
    if here is not None and place in ways.stay:
        into.append(here + ways.open[codes])
    if here is not None and ways.edits:
        into.append(here + ways.added[codes])
    return into


def _skip(ways: _Ways, at: list[Table | None]) -> None:
    """Let marks be missing, one after the other."""
    if not ways.edits:
        return
    for place in range(1, len(at)):
        before, here = at[place - 1], at[place]
        if before is not None:
            missing = before + ways.lost[place - 1]
            at[place] = missing if here is None else np.maximum(here, missing)


def _best(into: list[Table]) -> Table | None:
    if not into:
        return None
    best = into[0]
    for other in into[1:]:
        best = np.maximum(best, other)
    return best
