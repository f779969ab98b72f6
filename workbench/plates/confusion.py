"""How often a camera reads one character for another (464.7(d)): for ranking and for the reason of each match.

A matrix is either assumed (``Confusion.prior``) or measured from reads that somebody or something compared with the
truth (``confusion_counts``). It is never estimated from generated reads: those misread as their generator was told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import ALPHABET
from workbench.plates.lookalikes import class_of

Table = npt.NDArray[np.float32]
Counts = Mapping[tuple[str, str], float]
"""How often (true, observed) was met; true is empty for a character too many, observed for a missing one."""

STRENGTH = 50.0
"""So many observations of each character the assumed matrix is worth beside those that were counted."""

_MISREAD, _ALIKE, _LOST, _ADDED = 0.03, 0.8, 0.002, 0.002
"""Assumed: misread at all; of those as a look-alike; missing; and too many, for each place."""

_PLACE = {char: place for place, char in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Log-likelihoods, characters in the order of ``ALPHABET``; the arrays can't be written to.

    ``read[true, observed]`` is log P(observed | true), ``lost[true]`` that it is missing: the two of one true
    character sum to one. ``added[observed]`` is that it is put in at a place. ``pairs`` is how many characters were
    compared, 0 for an assumed matrix; ``counts`` is what was counted, ``met`` how often each true character was.
    """

    version: str
    pairs: int
    read: Table
    lost: Table
    added: Table
    counts: Counts = field(repr=False)
    met: Mapping[str, float] = field(repr=False)
    reviewed: Counts = field(repr=False)
    """Of the counts, those that people said who looked at the image."""

    @staticmethod
    @cache
    def prior() -> Confusion:
        """A starting point made from the classes of look-alikes: assumed, not measured."""
        return _built("assumed-1", {}, {})

    @classmethod
    def measured(cls, counts: Counts, version: str, reviewed: Counts | None = None) -> Confusion:
        """From what was counted, with the assumed matrix added to it as ``STRENGTH`` observations a character.

        ``reviewed`` is what of it people said.

        ``ValueError`` for what is no character, and for a count that is negative or not finite.
        """
        for (true, observed), count in counts.items():
            known = (true in _PLACE or not true) and (observed in _PLACE or not observed)
            if not known or true == observed == "" or not math.isfinite(count) or count < 0:
                raise ValueError("counts are of characters of a plate, from 0 upwards")
        return _built(version, counts, reviewed or {})

    def told(self, true: str, observed: str) -> str:
        """How often a character was read as another one (empty: missing), in words; empty before it was ever met."""
        met, count = self.met.get(true, 0.0), self.counts.get((true, observed), 0.0)
        if met < 1:
            return ""
        if count <= 0:
            return f"never seen in {met:,.0f} {true}'s"
        said = self.reviewed.get((true, observed), 0.0)
        told = f", {said:,.0f} of them said in reviews" if said >= 1 else ""
        return f"seen in 1 of {met / count:,.0f} {true}'s{told}"


def _built(version: str, counts: Counts, reviewed: Counts) -> Confusion:
    size = len(ALPHABET)
    outcomes = np.zeros((size, size + 1))
    added = np.zeros(size)
    for (true, observed), count in counts.items():
        if true:
            outcomes[_PLACE[true], _PLACE[observed] if observed else size] += count
        else:
            added[_PLACE[observed]] += count
    met = outcomes.sum(axis=1, keepdims=True)
    shares = (outcomes + STRENGTH * _assumed()) / (met + STRENGTH)
    rates = (added + STRENGTH * _ADDED / size) / (met.sum() + STRENGTH)
    read, lost, put = _log(shares[:, :size]), _log(shares[:, size]), _log(rates)
    each = {char: float(met[place, 0]) for char, place in _PLACE.items()}
    return Confusion(version, round(met.sum()), read, lost, put, dict(counts), each, dict(reviewed))


def _log(shares: npt.NDArray[np.float64]) -> Table:
    table: Table = np.log(shares).astype(np.float32)
    table.flags.writeable = False
    return table


@cache
def _assumed() -> npt.NDArray[np.float64]:
    """P(observed | true) as assumed, the last column for a missing character."""
    size = len(ALPHABET)
    shares = np.zeros((size, size + 1))
    for true, row in _PLACE.items():
        alike = [_PLACE[char] for char in class_of(true) if char != true]
        others = [place for place in range(size) if place != row and place not in alike]
        spread = _MISREAD * (1 - _ALIKE) if alike else _MISREAD
        shares[row, others] = spread / len(others)
        shares[row, alike] = (_MISREAD - spread) / max(1, len(alike))
        shares[row, row] = 1 - _MISREAD - _LOST
        shares[row, size] = _LOST
    return shares
