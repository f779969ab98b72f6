"""Finding the plates that a mask fits (464.7(d)), by whichever way looks at the fewest of them.

A mask whose first characters are given is a range of the keys; one that gives two characters side by side a bucket
of ``Pairs``; any other is tried on all plates of its length, in pieces that stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import LONGEST
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys, fold_many
from workbench.plates.mask import Mask
from workbench.store.dictionary.pairs import Pairs, given_at, pair_at
from workbench.store.dictionary.table import Numbers

_PIECE = 65_536
_INDEXED = 100_000
"""So many plates are worth an index of pairs."""
_WORTH = 8
"""A bucket is looked at when it is so many times smaller than the range: its plates don't stand together."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Tries masks on keys in order; ``pairs`` may be missing where there are few of them."""

    keys: Keys
    folded: Keys
    pairs: Pairs | None = None

    @classmethod
    def of(cls, keys: Keys) -> Self:
        """With an index of pairs where there are enough plates for one."""
        return cls(keys, fold_many(keys), Pairs.of(keys) if len(keys) > _INDEXED else None)

    def places(self, masks: Iterable[Mask], *, folded: bool) -> Numbers:
        """Positions, in order, of the keys that fit one of the masks; ``folded``: of those whose folded key does."""
        found = [self._of(mask, folded=folded) for mask in masks]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def cost(self, masks: Iterable[Mask], *, folded: bool) -> int:
        """About how many plates would be looked at."""
        total = 0
        for mask in masks:
            start, end = self._range(mask, folded=folded)
            near = self._bucket(mask, end - start)
            total += end - start if near is None else len(near) * _WORTH
        return total

    def _of(self, mask: Mask, *, folded: bool) -> Numbers:
        start, end = self._range(mask, folded=folded)
        keys = self.folded if folded else self.keys
        near = self._bucket(mask, end - start)
        if near is not None:
            return near[mask.fits(keys[near])].astype(np.int64)
        pieces = range(start, end, _PIECE)
        found = [np.flatnonzero(mask.fits(keys[at : min(at + _PIECE, end)])) + at for at in pieces]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _range(self, mask: Mask, *, folded: bool) -> tuple[int, int]:
        """Where the keys stand that begin with the characters given first."""
        known = mask.length << LENGTH_SHIFT
        last = ((mask.length + 1) << LENGTH_SHIFT) - 1
        if not folded:
            for shift in SHIFTS[: mask.length]:
                if mask.mask >> shift & FULL != FULL:
                    break
                known |= mask.value & FULL << shift
                last = known | ((1 << shift) - 1)
        bounds = np.array([known, last], np.uint64)
        start, end = (
            np.searchsorted(self.keys, bounds[:1], "left")[0],
            np.searchsorted(self.keys, bounds[1:], "right")[0],
        )
        return int(start), int(end)

    def _bucket(self, mask: Mask, rivals: int) -> npt.NDArray[np.uint32] | None:
        """The smallest bucket of a pair that the mask gives, where that is worth it."""
        if self.pairs is None:
            return None
        value = int(fold_many(np.array([mask.value], np.uint64))[0])
        places = [place for place in range(LONGEST - 1) if given_at(mask.mask, place)]
        sizes = [(self.pairs.size(place, pair_at(value, place)), place) for place in places]
        size, place = min(sizes, default=(rivals, 0))
        return self.pairs.bucket(place, pair_at(value, place)) if size * _WORTH < rivals else None
