"""Finding reads in one segment (464.7(d)): by plates, or by time and place, whichever opens fewer blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.store.segments.block import Page
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.layout import Booleans, Copy, Keys, Numbers
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work

Closeness = npt.NDArray[np.int8]
_LEAST = 127


@dataclass(frozen=True, slots=True)
class Ask:
    """Plates by their keys, in order and each once (None: any plate), and the conditions besides.

    ``closeness`` says of each key how closely the plate fits, 0 the closest.
    """

    conditions: Conditions
    keys: Keys | None = None
    closeness: Closeness | None = None


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

    def without(self, ordinals: npt.NDArray[np.uint32]) -> Hits:
        """Those of other reads, each read once."""
        first = np.zeros(len(self), np.bool_)
        first[np.unique(self.ordinal, return_index=True)[1]] = True
        return self.only(first & ~np.isin(self.ordinal, ordinals))

    def __len__(self) -> int:
        return len(self.row)


def find(segment: Segment, ask: Ask, work: Work) -> Hits:
    """The rows of a segment that fit; raises ``Cancelled`` when the work was called off."""
    return _looked(segment, ask, *_route(segment, ask), work)


def find_candidates(segment: Segment, ask: Ask, work: Work) -> Hits:
    """The rows to which the camera gave one of the plates as another reading, one for each such reading."""
    blocks = segment.blocks(Copy.BY_CANDIDATE)
    chosen = blocks.with_keys(_of(ask.keys)) & ask.conditions.blocks(blocks)
    return _looked(segment, ask, Copy.BY_CANDIDATE, chosen, work)


def _looked(segment: Segment, ask: Ask, copy: Copy, chosen: Booleans, work: Work) -> Hits:
    parts: list[tuple[npt.NDArray[np.generic], ...]] = []
    numbers_ = np.flatnonzero(chosen)
    work.expect(len(numbers_))
    for block in numbers_:
        core = segment.core(copy, int(block))
        fits, matched, closeness = _by_plate(core, ask, copy)
        if fits.any():
            fits &= ask.conditions.rows(core)
        if ask.conditions.looks and fits.any():
            fits &= ask.conditions.looks_fit(segment.rest(copy, int(block)))
        rows = np.flatnonzero(fits)
        if len(rows):
            told = (core.numbers("time")[rows], matched[rows], closeness[rows], core.numbers("ordinal")[rows])
            parts.append((np.full(len(rows), block), rows, *told))
        work.done()
    none = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64)
    empty = (*none, np.zeros(0, np.int8), np.zeros(0, np.uint32))
    return Hits(copy, *(np.concatenate(column) for column in zip(empty, *parts, strict=True)))


def _route(segment: Segment, ask: Ask) -> tuple[Copy, Booleans]:
    by_place = ask.conditions.blocks(segment.blocks(Copy.BY_PLACE))
    if ask.keys is None:
        return Copy.BY_PLACE, by_place
    blocks = segment.blocks(Copy.BY_PLATE)
    by_plate = blocks.with_keys(ask.keys)
    by_plate &= ask.conditions.blocks(blocks)
    if by_plate.sum() <= by_place.sum():
        return Copy.BY_PLATE, by_plate
    return Copy.BY_PLACE, by_place


def _by_plate(core: Page, ask: Ask, copy: Copy) -> tuple[Booleans, Keys, Closeness]:
    """Which rows have one of the plates, which plate that is, and how closely it fits.

    A read with two plates has two entries in the copy by plate; where both are asked for, the first one counts.
    """
    observed, resolved = core.numbers("key"), core.numbers("resolved_key")
    if ask.keys is None:
        every = np.ones(len(observed), np.bool_)
        return every, np.where(resolved > 0, resolved, observed), np.zeros(len(observed), np.int8)
    if copy is Copy.BY_CANDIDATE:
        entry = core.numbers("entry")
        found, closeness = _among(entry, ask)
        return found, entry, closeness
    seen, seen_so = _among(observed, ask)
    if not resolved.any():
        return seen, observed, seen_so
    corrected, corrected_so = _among(resolved, ask)
    fits = seen | corrected
    if copy is Copy.BY_PLATE:
        fits = np.where(core.numbers("entry") == observed, seen, corrected & ~seen)
    return fits, np.where(corrected, resolved, observed), np.minimum(seen_so, corrected_so)


def _among(keys: Keys, ask: Ask) -> tuple[Booleans, Closeness]:
    """Which of these are asked for, and how closely each fits; what is not asked for fits least."""
    wanted = _of(ask.keys)
    if not len(wanted):
        return np.zeros(len(keys), np.bool_), np.full(len(keys), _LEAST, np.int8)
    at = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    found = np.asarray(wanted[at] == keys)
    closeness = np.zeros(len(keys), np.int8) if ask.closeness is None else ask.closeness[at]
    return found, np.where(found, closeness, np.int8(_LEAST)).astype(np.int8)


def _of(keys: Keys | None) -> Keys:
    return np.zeros(0, np.uint64) if keys is None else keys
