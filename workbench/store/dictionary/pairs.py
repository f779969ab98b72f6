"""Where two characters stand side by side at a place of the plate (464.7(d)).

For each pair of neighbouring places the plates are kept in the order of the two characters there, look-alikes as one;
a pattern that gives two characters side by side then looks at the few plates that have them, wherever in the plate
they stand. It costs four bytes a plate and place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import LONGEST
from workbench.plates.key import FULL, SHIFTS, Keys, fold_many

Numbers = npt.NDArray[np.int64]
_CODES = 64 * 64


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each place: positions in the table of plates, and where those of each pair begin."""

    positions: tuple[npt.NDArray[np.uint32], ...]
    bounds: tuple[Numbers, ...]

    @classmethod
    def of(cls, keys: Keys) -> Self:
        """From keys in order."""
        folded = fold_many(keys)
        made = [_at(folded, place) for place in range(LONGEST - 1)]
        return cls(tuple(positions for positions, _ in made), tuple(bounds for _, bounds in made))

    def bucket(self, place: int, pair: int) -> npt.NDArray[np.uint32]:
        """Positions, in order, of the plates that have this folded pair at ``place`` and the one after."""
        bounds = self.bounds[place]
        return self.positions[place][bounds[pair] : bounds[pair + 1]]

    def size(self, place: int, pair: int) -> int:
        """How many these are."""
        bounds = self.bounds[place]
        return int(bounds[pair + 1] - bounds[pair])


def pair_at(folded_key: int, place: int) -> int:
    """The pair that a folded key has at a place."""
    return (folded_key >> SHIFTS[place + 1]) & (_CODES - 1)


def given_at(mask: int, place: int) -> bool:
    """Whether a mask gives both characters at a place and the one after."""
    both = FULL << SHIFTS[place] | FULL << SHIFTS[place + 1]
    return mask & both == both


def _at(folded: Keys, place: int) -> tuple[npt.NDArray[np.uint32], Numbers]:
    codes = (folded >> np.uint64(SHIFTS[place + 1]) & np.uint64(_CODES - 1)).astype(np.uint16)
    has = np.flatnonzero(codes & np.uint16(63)).astype(np.uint32)  # the plate reaches the second place
    codes = codes[has]
    counts = np.bincount(codes, minlength=_CODES)
    return has[np.argsort(codes, kind="stable")], np.concatenate([[0], np.cumsum(counts)])
