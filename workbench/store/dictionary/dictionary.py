"""All plates of a store (464.7(d)): a large table with its indexes, and a small one of what came since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from workbench.plates.key import Keys
from workbench.plates.mask import masks
from workbench.plates.pattern import Pattern
from workbench.store.dictionary.probe import Probe
from workbench.store.dictionary.table import Numbers, Plates

_LEAST = 200_000
"""So many plates at least come before the small table is worth putting into the large one."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """Plates that fit, in the order of their keys: whether as given, how many reads, when the newest was."""

    keys: Keys
    exact: np.ndarray[tuple[int], np.dtype[np.bool_]]
    counts: Numbers
    last: Numbers

    @property
    def reads(self) -> int:
        """Reads of all of them."""
        return int(self.counts.sum())

    def since(self, low: int | None) -> Fitting:
        """Without those last seen before ``low`` (microseconds since 1970, UTC)."""
        if low is None:
            return self
        kept = self.last >= low
        return Fitting(self.keys[kept], self.exact[kept], self.counts[kept], self.last[kept])


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Never changed, so that readers need no lock."""

    large: Plates
    small: Plates
    _probes: tuple[Probe, Probe]

    @classmethod
    def of(cls, large: Plates, small: Plates | None = None) -> Self:
        """With indexes made anew."""
        small = small or Plates.empty()
        return cls(large, small, (Probe.of(large.keys), Probe.of(small.keys)))

    def with_more(self, more: Plates) -> Dictionary:
        """With the plates of newer reads; the small table goes into the large one when it has grown."""
        small = self.small.merged(more)
        if len(small) > max(_LEAST, len(self.large) // 20):
            return Dictionary.of(self.large.merged(small))
        return Dictionary(self.large, small, (self._probes[0], Probe.of(small.keys)))

    def whole(self) -> Plates:
        """Both tables as one."""
        return self.large.merged(self.small)

    def fitting(self, pattern: Pattern) -> Fitting:
        """The plates that fit a pattern."""
        found = [_found(table, probe, pattern) for table, probe in self._tables()]
        return found[0] if not len(found[1].keys) else _joined(found)

    def having(self, wanted: Keys) -> Fitting:
        """Those of these plates (in order, each once) that the store has."""
        found = []
        for table, _ in self._tables():
            places = table.places(wanted)
            found.append(_picked(table, places, np.ones(len(places), np.bool_)))
        return _joined(found)

    def _tables(self) -> Sequence[tuple[Plates, Probe]]:
        return tuple(zip((self.large, self.small), self._probes, strict=True))


def _found(table: Plates, probe: Probe, pattern: Pattern) -> Fitting:
    exact = probe.places(masks(pattern, folded=False), folded=False)
    if not pattern.lookalikes:
        return _picked(table, exact, np.ones(len(exact), np.bool_))
    every = probe.places(masks(pattern, folded=True), folded=True)
    return _picked(table, every, np.isin(every, exact, assume_unique=True))


def _picked(table: Plates, places: Numbers, exact: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Fitting:
    return Fitting(table.keys[places], exact, table.counts[places], table.last[places])


def _joined(parts: Sequence[Fitting]) -> Fitting:
    """One of several; whether a plate fits as given is the same in each."""
    tally = Plates.of_all([(part.keys, part.counts, part.last) for part in parts])
    exact = np.concatenate([part.keys[part.exact] for part in parts])
    return Fitting(tally.keys, np.isin(tally.keys, exact), tally.counts, tally.last)
