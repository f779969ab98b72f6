"""All plates of a store (464.7(d)): a large table with its indexes, and a small one of what came since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.plates.key import Keys
from workbench.plates.pattern import Pattern
from workbench.store.dictionary.indexed import Indexed
from workbench.store.dictionary.table import Numbers, Plates

_LEAST = 200_000
"""So many plates at least come before the small table is worth putting into the large one."""

EXACT, LOOKALIKE, NEAR, CANDIDATE = range(4)
"""How closely a plate fits: as given, with look-alikes, within the distance, only as another reading of the camera."""

Closeness = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Plates that fit, in the order of their keys: how closely, how many reads, when the newest was."""

    keys: Keys
    closeness: Closeness
    counts: Numbers
    last: Numbers

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def reads(self) -> int:
        """Reads of all of them."""
        return int(self.counts.sum())

    def since(self, low: int | None) -> Fitting:
        """Without those last seen before ``low`` (microseconds since 1970, UTC)."""
        return self if low is None else self.where(self.last >= low)

    def where(self, kept: npt.NDArray[np.bool_]) -> Fitting:
        """Some of them."""
        return Fitting(self.keys[kept], self.closeness[kept], self.counts[kept], self.last[kept])


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Never changed, so that readers need no lock."""

    large: Indexed
    small: Indexed

    @classmethod
    def of(cls, large: Plates) -> Self:
        """With indexes made anew."""
        return cls(Indexed.of(large), Indexed.of(Plates.empty()))

    def __len__(self) -> int:
        return len(self.large.plates) + len(self.small.plates)

    def with_more(self, more: Plates) -> Dictionary:
        """With the plates of newer reads; the small table goes into the large one when it has grown."""
        small = self.small.plates.merged(more)
        if len(small) > max(_LEAST, len(self.large.plates) // 20):
            return Dictionary.of(self.large.plates.merged(small))
        return Dictionary(self.large, Indexed.of(small))

    def whole(self) -> Plates:
        """Both tables as one."""
        return self.large.plates.merged(self.small.plates)

    def fitting(self, pattern: Pattern) -> Fitting:
        """The plates that fit a pattern, its look-alikes and distance included."""
        return _joined([_fitting(table, pattern) for table in (self.large, self.small)])

    def having(self, wanted: Keys) -> Fitting:
        """Those of these plates (in order, each once) that the store has."""
        return _joined([_picked(one.plates, one.plates.places(wanted), None) for one in (self.large, self.small)])


def _fitting(table: Indexed, pattern: Pattern) -> Fitting:
    exact = table.fitting(pattern.exactly())
    if not pattern.tolerant:
        return _picked(table.plates, exact, None)
    alike = table.fitting(pattern.undistanced()) if pattern.undistanced().tolerant else exact
    every = table.near(pattern) if pattern.distance else alike
    closeness = np.full(len(every), NEAR, np.int8)
    closeness[np.isin(every, alike, assume_unique=True)] = LOOKALIKE
    closeness[np.isin(every, exact, assume_unique=True)] = EXACT
    return _picked(table.plates, every, closeness)


def _picked(table: Plates, places: Numbers, closeness: Closeness | None) -> Fitting:
    if closeness is None:
        closeness = np.full(len(places), EXACT, np.int8)
    return Fitting(table.keys[places], closeness, table.counts[places], table.last[places])


def _joined(parts: Sequence[Fitting]) -> Fitting:
    """One of several; how closely a plate fits is the same in each."""
    parts = [part for part in parts if len(part)] or parts[:1]
    if len(parts) == 1:
        return parts[0]
    tally = Plates.of_all([(part.keys, part.counts, part.last) for part in parts])
    keys, closeness = (np.concatenate(column) for column in zip(*((p.keys, p.closeness) for p in parts), strict=True))
    order = np.argsort(keys, kind="stable")
    return Fitting(tally.keys, closeness[order][np.searchsorted(keys[order], tally.keys)], tally.counts, tally.last)
