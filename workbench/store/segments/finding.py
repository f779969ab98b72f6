"""Finding reads in one segment (464.7(d)): by plates, or by time and place, whichever opens fewer blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.store.segments.conditions import Conditions
from workbench.store.segments.layout import Booleans, Copy, Keys, Numbers
from workbench.store.segments.rows import numbers
from workbench.store.segments.segment import Segment

Beat = Callable[[], None]
"""Called at each block; raises when the search was cancelled."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Plates by their keys, in order and each once (None: any plate), and the conditions besides.

    ``exact`` says of each key whether the plate fits as it was given.
    """

    conditions: Conditions
    keys: Keys | None = None
    exact: Booleans | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of one segment that fit: where each stands, when it was, by which plate it fits and whether exactly."""

    copy: Copy
    block: Numbers
    row: Numbers
    time: Numbers
    matched: Keys
    exact: Booleans

    def __len__(self) -> int:
        return len(self.row)


def find(segment: Segment, ask: Ask, beat: Beat = lambda: None) -> Hits:
    """The rows of a segment that fit."""
    copy, chosen = _route(segment, ask)
    parts: list[tuple[npt.NDArray[np.generic], ...]] = []
    for block in np.flatnonzero(chosen):
        beat()
        core = segment.core(copy, int(block))
        fits, matched, exact = _by_plate(core, ask)
        if fits.any():
            fits &= ask.conditions.rows(core)
        if ask.conditions.looks and fits.any():
            fits &= ask.conditions.looks_fit(segment.rest(copy, int(block)))
        rows = np.flatnonzero(fits)
        if len(rows):
            times = numbers(core, "time")[rows]
            parts.append((np.full(len(rows), block), rows, times, matched[rows], exact[rows]))
    if not parts:
        none = np.zeros(0, np.int64)
        return Hits(copy, none, none, none, none.astype(np.uint64), none.astype(np.bool_))
    block_, row, time, key, sure = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Hits(copy, block_, row, time, key, sure)


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


def _by_plate(core: pa.RecordBatch, ask: Ask) -> tuple[Booleans, Keys, Booleans]:
    """Which rows have one of the plates, which of both plates of a row it is, and whether one fits exactly.

    A read with two plates has two entries in the copy by plate; where both are asked for, the first one counts.
    """
    observed, resolved = (numbers(core, name).astype(np.uint64, copy=False) for name in ("key", "resolved_key"))
    if ask.keys is None:
        every = np.ones(len(observed), np.bool_)
        return every, np.where(resolved > 0, resolved, observed), every
    seen, seen_exact = _among(observed, ask.keys, ask.exact)
    if not resolved.any():
        return seen, observed, seen_exact
    corrected, corrected_exact = _among(resolved, ask.keys, ask.exact)
    fits = seen | corrected
    if "entry" in core.schema.names:
        first = numbers(core, "entry") == observed
        fits = np.where(first, seen, corrected & ~seen)
    return fits, np.where(corrected, resolved, observed), seen_exact | corrected_exact


def _among(keys: Keys, wanted: Keys, exact: Booleans | None) -> tuple[Booleans, Booleans]:
    if not len(wanted):
        none = np.zeros(len(keys), np.bool_)
        return none, none
    at = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    found = np.asarray(wanted[at] == keys)
    return found, found if exact is None else found & exact[at]
