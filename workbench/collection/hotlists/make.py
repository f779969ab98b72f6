"""The hits of a batch (464.7(g)): its reads are matched with the lists in force, and each hit is kept unverified.

All reads of the batch are looked at, those that the store had too: a stop after the store's commit heals when the
batch is offered once more, since a hit is made once for each read and entry. Only the agency's own reads are matched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl

from workbench.collection.hotlists.match import Index, Pairs
from workbench.collection.regions import agree
from workbench.plates.column import keys_of
from workbench.policy.caller import Realm
from workbench.policy.hits import LISTED_BEFORE, SURE, Matched
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.hits import NewHit
from workbench.store.registers.watched import Listed, Watched

PIECE = 500_000
"""Reads that are matched at a time."""
NAMED = 10_000
"""Reads with hits that a record names; their digest stands for all."""
_BEFORE = LISTED_BEFORE // LISTED_BEFORE.resolution
_COLUMNS = ("read_id", "time", "camera", "latitude", "longitude", "source", "plate", "state", "confidence")
_KINDS = (Matched.LOOKALIKE, Matched.EXACT)
_INDEXES: WeakKeyDictionary[Watched, Index] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Made:
    """The hits of a batch: how many, how many of them by a look-alike, and of which reads."""

    count: int = 0
    lookalikes: int = 0
    read_ids: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """What the batch's record says of them: no plate."""
        named = sorted(self.read_ids)
        return {
            "count": self.count,
            "lookalikes": self.lookalikes,
            "reads": len(named),
            "reads_sha256": hashlib.sha256("\n".join(named).encode()).hexdigest(),
            "read_ids": named[:NAMED],
        }


def make_hits(registers: Registers, reads: pl.DataFrame, receipt: Receipt) -> Made:
    """Match the reads (``wire.reads``) of a batch that the store has, and keep the hits, durably.

    Raises ``StoreUnavailable`` when they can't be kept. Training reads have none.
    """
    if receipt.realm is not Realm.LIVE or not len(registers.hotlists.watched(receipt)):
        return Made()
    count = lookalikes = 0
    met: set[str] = set()
    # As the store does: of reads with the same identity the first one counts.
    once = reads.select(_COLUMNS).filter(pl.col("read_id").is_first_distinct())
    for piece in once.iter_slices(PIECE):
        hits = _hits(registers, piece, piece, receipt)
        registers.hits.add(hits, receipt)
        count += len(hits)
        lookalikes += sum(hit.matched is Matched.LOOKALIKE for hit in hits)
        met.update(hit.read["read_id"] for hit in hits)
    return Made(count, lookalikes, tuple(met))


def make_hits_of_review(
    registers: Registers, read: pl.DataFrame, plate: str, state: str | None, receipt: Receipt
) -> Made:
    """Match one read (``wire.reads``) by the plate and state that a person saw in its image, and keep its hits.

    A person is sure, however doubtful the camera was; the hit keeps what the camera observed. Raises as ``make_hits``.
    """
    if receipt.realm is not Realm.LIVE or not len(registers.hotlists.watched(receipt)):
        return Made()
    observed = read.select(_COLUMNS)
    seen = observed.with_columns(
        plate=pl.lit(plate),
        state=pl.col("state") if state is None else pl.lit(state),
        confidence=pl.lit(1.0, dtype=observed.schema["confidence"]),
    )
    corrected = plate if plate != observed["plate"][0] else None
    hits = [replace(hit, resolved_plate=corrected) for hit in _hits(registers, seen, observed, receipt)]
    registers.hits.add(hits, receipt)
    lookalikes = sum(hit.matched is Matched.LOOKALIKE for hit in hits)
    return Made(len(hits), lookalikes, tuple({hit.read["read_id"] for hit in hits}))


def _hits(registers: Registers, reads: pl.DataFrame, kept: pl.DataFrame, receipt: Receipt) -> list[NewHit]:
    """Of reads as they are matched; ``kept`` are the same as their hits keep them."""
    while True:
        watched = registers.hotlists.watched(receipt)
        pairs = meetings(watched, reads)
        listed = _listed(registers, watched, pairs, receipt)
        if listed is not None:
            rows = kept[pairs.read].iter_rows(named=True)
            found = zip(rows, pairs.entry.tolist(), pairs.exact.tolist(), strict=True)
            return [NewHit(row, listed[entry], _KINDS[exact]) for row, entry, exact in found]
        # A list was replaced between the look-up and now: look again.


def meetings(watched: Watched, reads: pl.DataFrame) -> Pairs:
    """Which read met which entry: alike, in force when it was read, of the same state when both know it.

    Only the very plate from a camera that is sure of it counts as exact.
    """
    if not len(watched) or reads.is_empty():
        return Index(watched.keys[:0]).match(watched.keys[:0])
    pairs = _index(watched).match(keys_of(reads["plate"]))
    time = reads["time"].to_physical().to_numpy()[pairs.read]
    in_force = (watched.entered[pairs.entry] - _BEFORE <= time) & (time <= watched.expires[pairs.entry])
    pairs = pairs.only(in_force)
    pairs = pairs.only(np.fromiter(_same_state(watched, reads, pairs), np.bool_, len(pairs)))
    sure = reads["confidence"].fill_null(1.0).to_numpy()[pairs.read] >= SURE
    return Pairs(pairs.read, pairs.entry, pairs.exact & sure)


def _same_state(watched: Watched, reads: pl.DataFrame, pairs: Pairs) -> Iterator[bool]:
    seen = reads["state"].gather(pairs.read)
    codes = watched.state[pairs.entry].tolist()
    return (_agree(state, watched.states[code]) for state, code in zip(seen, codes, strict=True))


_agree = lru_cache(maxsize=4096)(agree)


def _index(watched: Watched) -> Index:
    """Made once for each change of the lists, and let go with them."""
    found = _INDEXES.get(watched)
    if found is None:
        found = _INDEXES[watched] = Index(watched.keys)
    return found


def _listed(registers: Registers, watched: Watched, pairs: Pairs, receipt: Receipt) -> dict[int, Listed] | None:
    """The entries that were met, by their rows; None when one of them is no longer in force."""
    rows = np.unique(pairs.entry)
    found: dict[int, Listed] = {}
    for hotlist in np.unique(watched.hotlist[rows]).tolist():
        mine = rows[watched.hotlist[rows] == hotlist]
        by_place = {int(watched.place[row]): int(row) for row in mine}
        for listed in registers.hotlists.listed(hotlist, list(by_place), receipt):
            found[by_place[listed.entry.place]] = listed
    return found if len(found) == len(rows) else None
