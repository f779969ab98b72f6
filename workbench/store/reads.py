"""The store of reads (464.5, 464.7(d), 464.9): no method of it works without a receipt of the gate."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
import pyarrow as pa

from workbench.errors import BadInput
from workbench.plates.confusion import Confusion
from workbench.plates.key import Keys
from workbench.plates.pattern import Pattern
from workbench.policy.caller import Realm
from workbench.store import reads_doubtful, reads_plates, reads_sighted
from workbench.store.engine import Engine, Here
from workbench.store.reads_disk import writing
from workbench.store.reads_doubtful import Doubt
from workbench.store.reads_failing import FAILURES, store_errors
from workbench.store.reads_found import matches
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.reads_state import Dictionaries, State
from workbench.store.receipt import Receipt, demand
from workbench.store.segments import ids
from workbench.store.segments.folder import ReadFolder, months
from workbench.store.segments.rows import columns, numbers
from workbench.store.segments.sealing import Sealing
from workbench.store.served import SERVED, Served
from workbench.store.sightings import Where, Work
from workbench.store.upkeep.foresee import Foreseen, foresee
from workbench.store.upkeep.purge import Purged, Which, purge
from workbench.wire.reads import READ_SCHEMA

_NEEDED = ("read_id", "time", "plate", "source")


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch: reads added, and reads that the store had or that stood in it twice."""

    accepted: int
    duplicate: int


class ReadStore:
    """The reads of one realm. One writer at a time, across processes; any number of readers meanwhile."""

    def __init__(self, folder: ReadFolder, realm: Realm, engine: Engine) -> None:
        self.realm = realm
        self._engine = engine
        self._folder = folder
        self._lock = threading.Lock()
        self._state = State().refreshed(folder)
        self._served = Served(folder.path / SERVED)

    @classmethod
    def open(cls, path: Path, realm: Realm, sealing: Sealing, engine: Engine | None = None) -> Self:
        """Open or begin the store in a folder; ``StoreUnavailable`` when that can't be done.

        ``engine`` looks through its files; this process does when none is given.
        """
        with store_errors():
            return cls(ReadFolder(path, realm, sealing), realm, engine or Here())

    def close(self) -> None:
        """Let go of the folder."""
        self._served.close()
        self._folder.close()

    def append(self, frame: pl.DataFrame, receipt: Receipt) -> Appended:
        """Add a batch, all of it or nothing, durable when this returns; a ``read_id`` is taken once.

        Raises ``BadInput`` when the table is not one of reads, ``StoreUnavailable`` when it can't be written.
        """
        self._count(receipt)
        rows = _checked(frame)
        with store_errors(), writing(self._folder.path), self._lock:
            self._refresh()
            new = _unknown(rows, self._state)
            if len(new):
                before = self._state.dictionaries
                self._folder.add(new)
                self._refresh()
                self._tidy(grown=_grown(before, self._state.dictionaries))
        return Appended(len(new), len(frame) - len(new))

    def find(self, query: PlateQuery, receipt: Receipt, work: Work | None = None) -> Matches:
        """The reads that fit: exact matches before look-alikes and near ones, and the newest first in each.

        Both the plate as observed and the resolved one are searched. Raises ``Cancelled`` as ``Sightings`` does.
        """
        self._count(receipt)
        with store_errors():
            return matches(query, self._current(), self._engine, work or Work())

    def plates(self, pattern: Pattern, receipt: Receipt, confusion: Confusion | None = None) -> pl.DataFrame:
        """The plates that fit in everything that is kept, ranked (``reads_plates.PLATES_SCHEMA``).

        With an assumed matrix of confusions where none is given.
        """
        self._count(receipt)
        with store_errors():
            return reads_plates.plates(pattern, self._current(), confusion or Confusion.prior())

    def of_plates(self, keys: Keys, where: Where, receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """Reads whose observed or resolved plate has one of the keys; see ``Sightings``."""
        self._count(receipt)
        with store_errors():
            return reads_sighted.of_plates(self._current(), keys, where, self._engine, work or Work())

    def at(self, where: Where, receipt: Receipt, work: Work | None = None, *, most: int) -> pl.DataFrame:
        """All reads that fit; see ``Sightings``."""
        self._count(receipt)
        with store_errors():
            return reads_sighted.at(self._current(), where, self._engine, work or Work(), most)

    def around(
        self,
        spots: pl.DataFrame,
        seconds: float,
        metres: float,
        where: Where,
        receipt: Receipt,
        work: Work | None = None,
        *,
        most: int,
    ) -> pl.DataFrame:
        """Reads near a spot in time and place; see ``Sightings``."""
        self._count(receipt)
        with store_errors():
            return reads_sighted.around(
                self._current(), spots, seconds, metres, where, self._engine, work or Work(), most
            )

    def tally(self, where: Where, by: tuple[str, ...], receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """Counts of reads and of different plates; see ``Sightings``."""
        self._count(receipt)
        with store_errors():
            return reads_sighted.tally(self._current(), where, by, self._engine, work or Work())

    def doubtful(self, doubt: Doubt, receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """Reads that their camera was not sure of, the least sure first; see ``reads_doubtful``."""
        self._count(receipt)
        with store_errors():
            return reads_doubtful.doubtful(self._current(), doubt, self._engine, work or Work())

    def purge(self, which: Which, receipt: Receipt) -> Purged:
        """Remove reads physically, all of them or none; searches meanwhile go on.

        Raises ``StoreUnavailable`` when that can't be done: purge again, which ends what was begun.
        """
        self._count(receipt)
        with store_errors(), writing(self._folder.path), self._lock:
            self._refresh()
            try:
                return purge(self._folder, which)
            finally:
                self._refresh()

    def foresee(self, which: Which, cases: Mapping[str, Collection[str]], receipt: Receipt) -> Foreseen:
        """What ``purge`` would remove, and what each case keeps; nothing is changed."""
        self._count(receipt)
        with store_errors():
            return foresee(self._folder, which, cases)

    def lacking(self, read_ids: Collection[str], receipt: Receipt) -> frozenset[str]:
        """Those of these ids that no read of the store has."""
        self._count(receipt)
        with store_errors():
            return _lacking(read_ids, self._current())

    def size(self) -> int:
        """How many reads there are; says nothing of which."""
        with store_errors():
            return self._current().rows

    def rows(self, receipt: Receipt) -> int:
        """How many reads the store holds."""
        self._count(receipt)
        with store_errors():
            return self._current().rows

    def _count(self, receipt: Receipt) -> None:
        """Demand the receipt, and count the call under its record before anything is read."""
        demand(receipt, self.realm)
        with store_errors():
            self._served.note(receipt.index)

    def _current(self) -> State:
        if self._folder.newer_than(self._state.version):
            with self._lock:
                self._refresh()
        return self._state

    def _tidy(self, *, grown: bool) -> None:
        """Join small files, keep a dictionary that has grown. The batch stands already, so a failure only waits."""
        with suppress(*FAILURES):
            if grown:
                self._folder.keep(self._state.counted())
            self._folder.join_small_files()
        self._refresh()

    def _refresh(self) -> None:
        self._state = self._state.refreshed(self._folder)


def _grown(before: Dictionaries, after: Dictionaries) -> bool:
    """Whether plates of newer reads went into a large table."""
    return any(after[copy].large is not before[copy].large for copy in after)


def _lacking(read_ids: Collection[str], state: State) -> frozenset[str]:
    texts = pa.array(sorted(set(read_ids)), pa.string())
    identities = ids.of(texts)
    order = ids.order(identities)
    there = np.zeros(len(order), np.bool_)
    for segment in state.segments.values():
        there |= segment.has(identities[order])
    return frozenset(texts.take(pa.array(order[~there])).to_pylist())


def _checked(frame: pl.DataFrame) -> pa.Table:
    if frame.schema != READ_SCHEMA:
        wrong = sorted(set(frame.schema.items()) ^ set(READ_SCHEMA.items()), key=str)
        raise BadInput("The table is not one of reads.", where=str([name for name, _ in wrong]))
    for name in _NEEDED:
        if frame[name].null_count():
            raise BadInput("Each read needs an id, a time, a plate and a source.", where=name)
    try:
        return columns(frame)
    except ValueError as error:
        raise BadInput("A plate is not in its one spelling (A-Z, 0-9, at most 10).", where=str(error)) from None


def _unknown(rows: pa.Table, state: State) -> pa.Table:
    """The first read of each id that the store does not have in the months of the batch."""
    near = {str(month) for month in months(numbers(rows, "time"))}
    identities = ids.of(rows.column("read_id"))
    order = ids.order(identities)
    asked = identities[order]
    known = ids.repeated(asked)
    for segment in state.segments.values():
        if segment.month in near:
            known |= segment.has(asked)
    if not known.any():
        return rows
    new = np.ones(len(rows), np.bool_)
    new[order] = ~known
    return rows.filter(pa.array(new)).combine_chunks()
