"""Distinct plates in the order of their keys (464.7(d)), with how many reads each has and when the newest was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.plates.key import Keys

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plates:
    """Never changed, so that readers need no lock. ``last`` is in microseconds since 1970, UTC."""

    keys: Keys
    counts: Numbers
    last: Numbers

    @classmethod
    def empty(cls) -> Self:
        """No plates."""
        return cls(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))

    @classmethod
    def of_all(cls, parts: Sequence[tuple[Keys, Numbers, Numbers]]) -> Self:
        """From several parts, each in the order of its keys: counts add up, the newest time stands."""
        parts = [part for part in parts if len(part[0])]
        if not parts:
            return cls.empty()
        if len(parts) == 1:
            return cls(*parts[0])
        keys, counts, last = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(keys, kind="stable")
        keys, counts, last = keys[order], counts[order], last[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        return cls(keys[first], np.add.reduceat(counts, first), np.maximum.reduceat(last, first))

    def __len__(self) -> int:
        return len(self.keys)

    def merged(self, other: Plates) -> Plates:
        """These and those."""
        return Plates.of_all([(one.keys, one.counts, one.last) for one in (self, other)])

    def places(self, wanted: Keys) -> Numbers:
        """Where those of the wanted keys stand that are here; ``wanted`` is in order and has each key once."""
        if not len(self) or not len(wanted):
            return np.zeros(0, np.int64)
        at = np.searchsorted(self.keys, wanted)
        at = at[at < len(self)] if len(at) and at[-1] >= len(self) else at
        return np.asarray(at[self.keys[at] == wanted[: len(at)]])
