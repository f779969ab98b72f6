"""Reads against entries (464.7(g)): exact, or a look-alike that a camera takes for the plate. Pure, and by columns.

Look-alike plates fold to one key, so one look-up by folded key finds both kinds. Most reads are in no list: a
table of bits, a hash of the folded key each, dismisses nearly all of them before anything is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.plates.key import Keys, fold_many

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CHUNK = 32_768
"""Keys that are looked at at a time, so that what is computed between stays in the processor's cache."""
_ROOMY, _SMALLEST, _LARGEST = 16, 12, 24
"""Bits of the table an entry, and powers of two between which the table's size lies: at most 16 MiB."""
_HASH = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio (Knuth, The Art of Computer Programming, vol. 3, 6.4)."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which read (its row) met which entry (its row), and whether plate and entry are the very same."""

    read: Places
    entry: Places
    exact: Flags

    def __len__(self) -> int:
        return len(self.read)

    def only(self, kept: Flags) -> Pairs:
        """Those that are marked."""
        return Pairs(self.read[kept], self.entry[kept], self.exact[kept])


class Index:
    """Entries by their keys (``plates.key``); up to a million, each plate as often as it is listed."""

    def __init__(self, keys: Keys) -> None:
        folded = fold_many(keys)
        self._row = np.argsort(folded, kind="stable")
        self._folded = folded[self._row]
        self._keys = keys[self._row]
        bits = min(max((_ROOMY * len(keys)).bit_length(), _SMALLEST), _LARGEST)
        self._shift = np.uint64(64 - bits)
        self._listed = np.zeros(1 << bits, np.bool_)
        self._listed[self._place(self._folded)] = True

    def __len__(self) -> int:
        return len(self._keys)

    def match(self, keys: Keys) -> Pairs:
        """Every pair of a read and an entry whose plates are the same or look alike, in the order of the reads."""
        rows = [np.zeros(0, np.int64)]
        folds = [np.zeros(0, np.uint64)]
        for start in range(0, len(keys), CHUNK):
            folded = fold_many(keys[start : start + CHUNK])
            near = np.flatnonzero(self._listed.take(self._place(folded)))
            rows.append(near + start)
            folds.append(folded[near])
        return self._pairs(keys, np.concatenate(rows), np.concatenate(folds))

    def _place(self, folded: Keys) -> Places:
        return ((folded * _HASH) >> self._shift).view(np.int64)

    def _pairs(self, keys: Keys, rows: Places, folded: Keys) -> Pairs:
        first = np.searchsorted(self._folded, folded, "left")
        listed = np.flatnonzero(self._folded.take(first, mode="clip") == folded) if len(self._folded) else first[:0]
        rows, first, folded = rows[listed], first[listed], folded[listed]
        count = np.searchsorted(self._folded, folded, "right") - first
        read = np.repeat(rows, count)
        # 0, 1 ... within each read's run of entries
        within = np.arange(len(read)) - np.repeat(np.cumsum(count) - count, count)
        place = np.repeat(first, count) + within
        return Pairs(read, self._row[place], keys[read] == self._keys[place])
