"""Finding reads in one segment (464.7(d)): by plates, or by time and place, whichever looks at fewer reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.store.segments.block import Page
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.layout import Blocks, Booleans, Copy, Keys, Numbers
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work

Closeness = npt.NDArray[np.int8]
_LEAST = np.int8(127)
_A_BLOCK = 1_000
"""Opening a block costs as much as looking at so many reads."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Plates by their keys, in order and each once (None: any plate), and the conditions besides.

    ``closeness`` says of each key how closely the plate fits, 0 the closest.
    """

    conditions: Conditions
    keys: Keys | None = None
    closeness: Closeness | None = None

    def within(self, segment: Segment, copy: Copy) -> Ask:
        """Without the plates that this segment can't have."""
        if self.keys is None:
            return self
        there = segment.may_have(copy, self.keys)
        if there.all():
            return self
        closeness = None if self.closeness is None else self.closeness[there]
        return Ask(self.conditions, self.keys[there], closeness)

    @property
    def nothing(self) -> bool:
        """Whether no plate is asked for."""
        return self.keys is not None and not len(self.keys)


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of one segment that fit: where each stands, when it was, by which plate it fits and whether exactly."""

    copy: Copy
    block: Numbers
    row: Numbers
    time: Numbers
    matched: Keys
    closeness: Closeness
    ordinal: npt.NDArray[np.uint32]

    def only(self, rows: npt.NDArray[np.integer] | Booleans) -> Hits:
        """Some of them."""
        return Hits(
            self.copy,
            self.block[rows],
            self.row[rows],
            self.time[rows],
            self.matched[rows],
            self.closeness[rows],
            self.ordinal[rows],
        )

    def by_block(self) -> Hits:
        """In the order of their blocks, so that each is opened once."""
        if (np.diff(self.block) >= 0).all():
            return self
        return self.only(np.argsort(self.block, kind="stable"))

    def without(self, ordinals: npt.NDArray[np.uint32]) -> Hits:
        """Those of other reads, each read once."""
        first = np.zeros(len(self), np.bool_)
        first[np.unique(self.ordinal, return_index=True)[1]] = True
        return self.only(first & ~np.isin(self.ordinal, ordinals))

    def __len__(self) -> int:
        return len(self.row)


def find(segment: Segment, ask: Ask, work: Work) -> Hits:
    """The rows of a segment that fit; raises ``Cancelled`` when the work was called off."""
    ask = ask.within(segment, Copy.BY_PLATE)
    if ask.nothing:
        return _none(Copy.BY_PLATE)
    return _looked(segment, ask, *_route(segment, ask), work)


def find_candidates(segment: Segment, ask: Ask, work: Work) -> Hits:
    """The rows to which the camera gave one of the plates as another reading, one for each such reading."""
    ask = ask.within(segment, Copy.BY_CANDIDATE)
    blocks = segment.blocks(Copy.BY_CANDIDATE)
    chosen = blocks.with_keys(_of(ask.keys)) & ask.conditions.blocks(blocks)
    return _looked(segment, ask, Copy.BY_CANDIDATE, chosen, work)


def _looked(segment: Segment, ask: Ask, copy: Copy, chosen: Booleans, work: Work) -> Hits:
    parts: list[tuple[npt.NDArray[Any], ...]] = []
    numbers_ = np.flatnonzero(chosen).tolist()
    work.expect(len(numbers_))
    for block in numbers_:
        rows, told = _in_block(segment, ask, copy, block)
        if len(rows):
            parts.append((np.full(len(rows), block), rows, *told))
        work.done()
    if len(parts) == 1:
        return Hits(copy, *parts[0])
    empty = _none(copy)
    columns = (empty.block, empty.row, empty.time, empty.matched, empty.closeness, empty.ordinal)
    return Hits(copy, *(np.concatenate(column) for column in zip(columns, *parts, strict=True)))


def _none(copy: Copy) -> Hits:
    none = np.zeros(0, np.int64)
    return Hits(copy, none, none, none, np.zeros(0, np.uint64), np.zeros(0, np.int8), np.zeros(0, np.uint32))


def _in_block(segment: Segment, ask: Ask, copy: Copy, block: int) -> tuple[Numbers, tuple[npt.NDArray[Any], ...]]:
    """The rows of a block that fit, and of each its time, plate, closeness and number in the file."""
    core = segment.core(copy, block)
    rows = _with_plates(core, ask, copy)
    if rows is not None:
        core = core.only(rows)
    fits = ask.conditions.rows(core)
    matched, closeness = _matched(core, ask, copy)
    fits &= closeness < _LEAST
    if ask.conditions.looks and fits.any():
        rest = segment.rest(copy, block)
        fits &= ask.conditions.looks_fit(rest if rows is None else rest.only(rows))
    kept = np.flatnonzero(fits)
    told = core.numbers("time")[kept], matched[kept], closeness[kept], core.numbers("ordinal")[kept]
    return kept if rows is None else rows[kept], told


def _route(segment: Segment, ask: Ask) -> tuple[Copy, Booleans]:
    by_place = ask.conditions.blocks(segment.blocks(Copy.BY_PLACE))
    if ask.keys is None:
        return Copy.BY_PLACE, by_place
    blocks = segment.blocks(Copy.BY_PLATE)
    by_plate = blocks.with_keys(ask.keys)
    by_plate &= ask.conditions.blocks(blocks)
    if _cost(blocks, by_plate) <= _cost(segment.blocks(Copy.BY_PLACE), by_place):
        return Copy.BY_PLATE, by_plate
    return Copy.BY_PLACE, by_place


def _cost(blocks: Blocks, chosen: Booleans) -> int:
    """What it costs to look into these blocks, in reads."""
    return int(blocks.rows[chosen].sum()) + _A_BLOCK * int(chosen.sum())


def _with_plates(core: Page, ask: Ask, copy: Copy) -> Numbers | None:
    """Where the entries of a block stand that are asked for, in a copy that is ordered by them; None for all."""
    if copy is Copy.BY_PLACE:
        return None
    entry, wanted = core.numbers("entry"), _of(ask.keys)
    wanted = wanted[np.searchsorted(wanted, entry[0], "left") : np.searchsorted(wanted, entry[-1], "right")]
    first, last = np.searchsorted(entry, wanted, "left"), np.searchsorted(entry, wanted, "right")
    if len(wanted) == 1:
        return np.arange(first[0], last[0])
    count = last - first
    return np.repeat(last - np.cumsum(count), count) + np.arange(count.sum())


def _matched(core: Page, ask: Ask, copy: Copy) -> tuple[Keys, Closeness]:
    """By which plate each row fits, and how closely; what does not fit at all fits least.

    A read with two plates has two entries in the copy by plate; where both are asked for, the first one counts.
    """
    observed, resolved = core.numbers("key"), core.numbers("resolved_key")
    if ask.keys is None:
        return np.where(resolved > 0, resolved, observed), np.zeros(len(observed), np.int8)
    if copy is Copy.BY_CANDIDATE:
        entry = core.numbers("entry")
        return entry, _closeness(entry, ask)
    seen = _closeness(observed, ask)
    if not resolved.any():
        return observed, seen
    corrected = _closeness(resolved, ask)
    closest = np.minimum(seen, corrected)
    if copy is Copy.BY_PLATE:
        closest[(core.numbers("entry") != observed) & (seen < _LEAST)] = _LEAST
    return np.where(corrected < _LEAST, resolved, observed), closest


def _closeness(keys: Keys, ask: Ask) -> Closeness:
    """How closely each of these fits; what is not asked for fits least."""
    wanted = _of(ask.keys)
    if not len(wanted):
        return np.full(len(keys), _LEAST, np.int8)
    at = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    closeness = np.zeros(len(keys), np.int8) if ask.closeness is None else ask.closeness[at]
    return np.where(wanted[at] == keys, closeness, _LEAST)


def _of(keys: Keys | None) -> Keys:
    return np.zeros(0, np.uint64) if keys is None else keys
