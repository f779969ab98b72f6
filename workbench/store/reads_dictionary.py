"""The distinct plates of a store, in memory (464.7(d)): a pattern is tried on them before any read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from workbench.plates.characters import LONGEST
from workbench.plates.key import LENGTH_SHIFT, Keys, fold_many
from workbench.plates.mask import Mask, fits_many, masks
from workbench.plates.neighbours import distance_at_most
from workbench.plates.pattern import Pattern

Numbers = npt.NDArray[np.int64]

_BOUNDS = np.array([length << LENGTH_SHIFT for length in range(LONGEST + 2)], np.uint64)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Keys of the plates that fit a pattern: as given, and in all (look-alikes too), with how many reads."""

    exact: Keys
    every: Keys
    reads: int


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One entry a plate, sorted by key; never changed, so that readers need no lock.

    ``counts`` are reads, ``last`` is the time of the newest one in microseconds since 1970, UTC.
    """

    keys: Keys
    folded: Keys
    counts: Numbers
    last: Numbers

    @classmethod
    def empty(cls) -> Self:
        """No plates yet."""
        return cls.of(pl.DataFrame(schema={"key": pl.Int64, "count": pl.Int64, "last": pl.Int64}))

    @classmethod
    def of(cls, tally: pl.DataFrame) -> Self:
        """From a table of ``key`` (signed, as stored), ``count`` and ``last``, one row a plate."""
        keys = tally["key"].to_numpy().view(np.uint64)
        order = np.argsort(keys)
        counts, last = (tally[name].cast(pl.Int64).to_numpy()[order] for name in ("count", "last"))
        return cls(keys[order], fold_many(keys[order]), counts, last)

    def __len__(self) -> int:
        return len(self.keys)

    def merged(self, other: Dictionary) -> Dictionary:
        """This dictionary and the plates of newer reads."""
        if not len(self):
            return other
        places = np.searchsorted(self.keys, other.keys)
        known = self.keys[np.minimum(places, len(self) - 1)] == other.keys
        counts, last = self.counts.copy(), self.last.copy()
        counts[places[known]] += other.counts[known]
        last[places[known]] = np.maximum(last[places[known]], other.last[known])
        new, at = ~known, places[~known]
        return Dictionary(
            np.insert(self.keys, at, other.keys[new]),
            np.insert(self.folded, at, other.folded[new]),
            np.insert(counts, at, other.counts[new]),
            np.insert(last, at, other.last[new]),
        )

    def fitting(self, pattern: Pattern, since: int | None = None) -> Fitting:
        """The plates that fit, without those last seen before ``since`` (microseconds since 1970, UTC)."""
        exact = every = self._recent(self._places(self.keys, masks(pattern.exactly(), folded=False)), since)
        if pattern.distance:
            near = distance_at_most(pattern, self.keys, pattern.distance) <= pattern.distance
            every = self._recent(np.flatnonzero(near), since)
        elif pattern.tolerant:
            every = self._recent(self._places(self.folded, masks(pattern, folded=True)), since)
            every = every[fits_many(pattern, self.keys[every])]
        return Fitting(self.keys[exact], self.keys[every], int(self.counts[every].sum()))

    def _recent(self, places: Numbers, since: int | None) -> Numbers:
        return places if since is None else places[self.last[places] >= since]

    def _places(self, column: Keys, wanted: list[Mask]) -> Numbers:
        bounds = np.searchsorted(self.keys, _BOUNDS)
        found = [np.zeros(0, np.int64)]
        for length, pairs in groupby(wanted, key=lambda pair: pair.length):
            part = column[bounds[length] : bounds[length + 1]]
            fits = np.zeros(len(part), np.bool_)
            for pair in pairs:
                fits |= pair.fits(part)
            found.append(np.flatnonzero(fits) + bounds[length])
        return np.concatenate(found)


def tally(reads: pl.LazyFrame) -> pl.DataFrame:
    """How many reads each plate has, observed or resolved, and when the newest was."""
    resolved = reads.filter(pl.col("resolved_key").is_not_null() & (pl.col("resolved_key") != pl.col("key")))
    both = pl.concat([reads.select("key", "time"), resolved.select(key="resolved_key", time="time")])
    last = pl.col("time").max().dt.epoch("us")
    return both.group_by("key").agg(count=pl.len().cast(pl.Int64), last=last).collect(engine="streaming")
