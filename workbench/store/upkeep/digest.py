"""What a file of reads holds as sums that don't depend on the order (464.9), so that its copies can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from workbench.store.segments import ids
from workbench.store.segments.layout import Copy, Keys
from workbench.store.segments.rows import candidate_keys, numbers
from workbench.store.segments.segment import Segment


@dataclass(frozen=True, slots=True)
class Sum:
    """How many there are, and the sum of what each is mixed to."""

    count: int = 0
    total: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.count + other.count, (self.total + other.total) % 2**64)


@dataclass(frozen=True, slots=True)
class Sums:
    """Reads, their identities, and which plates and other readings lead to which read."""

    reads: Sum = Sum()
    identities: Sum = Sum()
    plates: Sum = Sum()
    readings: Sum = Sum()

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.reads + other.reads,
            self.identities + other.identities,
            self.plates + other.plates,
            self.readings + other.readings,
        )


def by_place(segment: Segment) -> Sums:
    """What the copy by place holds, and what must follow from it in the others."""
    return sum((_told(rows) for rows in _blocks(segment, Copy.BY_PLACE)), Sums())


def by_plate(segment: Segment) -> Sums:
    """What the copy by plate holds: each read once, each plate of a read once."""
    found = Sums()
    for rows in _blocks(segment, Copy.BY_PLATE):
        entry = numbers(rows, "entry")
        own = _told(rows.filter(pa.array(entry == numbers(rows, "key"))))
        found += Sums(own.reads, own.identities, _leads(entry, numbers(rows, "ordinal")))
    return found


def by_candidate(segment: Segment) -> Sum:
    """What the copy by other readings holds."""
    every = _blocks(segment, Copy.BY_CANDIDATE)
    return sum((_leads(numbers(rows, "entry"), numbers(rows, "ordinal")) for rows in every), Sum())


def of_identities(identities: ids.Halves) -> Sum:
    """Of identities alone."""
    return _sum(_mixed(identities["low"]) ^ identities["high"])


def _blocks(segment: Segment, copy: Copy) -> Iterator[pa.Table]:
    for block in range(len(segment.blocks(copy))):
        yield segment.block(copy, block)


def _told(rows: pa.Table) -> Sums:
    identities = ids.of(rows.column("read_id"))
    key, resolved, ordinal = (numbers(rows, name) for name in ("key", "resolved_key", "ordinal"))
    also = (resolved > 0) & (resolved != key)
    readings, row = candidate_keys(rows)
    mixed = _mixed(identities["low"]) ^ identities["high"]
    for column in (key, resolved, numbers(rows, "time").view(np.uint64), ordinal.astype(np.uint64)):
        mixed = _mixed(mixed ^ column)
    return Sums(
        _sum(mixed),
        of_identities(identities),
        _leads(key, ordinal) + _leads(resolved[also], ordinal[also]),
        _leads(readings, ordinal[row]),
    )


def _leads(keys: Keys, ordinal: Keys) -> Sum:
    return _sum(_mixed(keys) ^ ordinal.astype(np.uint64))


def _sum(mixed: Keys) -> Sum:
    return Sum(len(mixed), int(_mixed(mixed).sum(dtype=np.uint64)))


def _mixed(numbers_: Keys) -> Keys:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014)."""
    mixed = numbers_ ^ (numbers_ >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
