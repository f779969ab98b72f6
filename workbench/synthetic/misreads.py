"""Plates as cameras read them: now and then a character is taken for one that looks like it, or is lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.synthetic.vehicles import WIDTH, Letters

RATE = 0.065
"""Share of reads that differ from the plate."""
_LOST = 0.1
"""Share of misreads that lose a character instead of mistaking one."""

_ALIKE = {
    "0": "ODQ8", "1": "ILT7", "2": "Z7", "3": "8B", "4": "A9", "5": "S6", "6": "G8", "7": "T1", "8": "B30",
    "9": "P4", "A": "4R", "B": "8R", "C": "GO", "D": "0O", "E": "F", "F": "EP", "G": "6C", "H": "MN", "J": "U",
    "K": "X", "L": "1I", "M": "NH", "N": "MH", "P": "RF", "R": "PB", "S": "5", "T": "71", "U": "VJ", "V": "UY",
    "W": "M", "X": "K", "Y": "V", "Z": "2",
}  # fmt: skip


def _confusions() -> NDArray[np.uint8]:
    """For each ASCII code four codes that it is taken for; itself where there are none."""
    table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 4, axis=1)
    for char, others in _ALIKE.items():
        table[ord(char)] = [ord(others[n % len(others)]) for n in range(4)]
    return table


_TABLE = _confusions()


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read, how sure the camera was (0 to 1), and a second reading where it was in doubt."""

    plate: Letters
    confidence: NDArray[np.float64]
    second: Letters
    doubtful: NDArray[np.bool_]


def read(true: Letters, rng: np.random.Generator) -> Readings:
    """The readings of these plates by cameras."""
    count = len(true)
    wrong = rng.random(count) < RATE
    other = mistaken(true, rng)
    seen = np.where(wrong[:, None], other, true)
    confidence = np.where(wrong, 0.4 + 0.5 * rng.beta(4, 3, count), 0.62 + 0.37 * rng.beta(6, 1.3, count))
    doubtful = np.where(wrong, rng.random(count) < 0.7, confidence < 0.82)
    return Readings(seen, confidence.round(4), np.where(wrong[:, None], true, other), doubtful)


def mistaken(true: Letters, rng: np.random.Generator) -> Letters:
    """Each plate with one character taken for another, or lost."""
    count = len(true)
    length = (true > 0).sum(axis=1)
    place = (rng.random(count) * length).astype(np.int64)
    rows = np.arange(count)
    changed = true.copy()
    changed[rows, place] = _TABLE[true[rows, place], rng.integers(0, 4, count)]
    lost = rng.random(count) < _LOST
    columns = np.arange(WIDTH)[None, :]
    source = np.minimum(columns + (columns >= place[:, None]), WIDTH - 1)
    shorter = np.take_along_axis(true, source, axis=1)
    shorter[:, -1] = 0
    return np.where(lost[:, None], shorter, changed)
