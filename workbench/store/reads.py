"""The store of reads (464.5, 464.7(d), 464.9): no method of it works without a receipt of the gate."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
from deltalake.exceptions import DeltaError

from workbench.errors import BadInput, StoreUnavailable
from workbench.plates.key import Keys
from workbench.policy.caller import Realm
from workbench.store.reads_dictionary import Dictionary, Fitting, tally
from workbench.store.reads_disk import writing
from workbench.store.reads_files import DataFile, scan
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.reads_table import MONTH, ReadTable
from workbench.store.receipt import Receipt, demand
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

_NEEDED = ("read_id", "time", "plate", "source")
_AT_ONCE = 20_000
"""So many reads at most are fetched whole at once; of more, ids and times first, then those that go out."""
_FAILURES = (OSError, DeltaError, pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What disk, Delta and polars raise when something is wrong with the store."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch: reads added, and reads that the store had or that stood in it twice."""

    accepted: int
    duplicate: int


@dataclass(frozen=True, slots=True)
class _State:
    """What the readers see; replaced as a whole, so that a search never sees half a batch."""

    version: int = -1
    files: list[DataFile] = field(default_factory=list)
    dictionary: Dictionary = field(default_factory=Dictionary.empty)


class ReadStore:
    """The reads of one realm. One writer at a time, across processes; any number of readers meanwhile."""

    def __init__(self, table: ReadTable, realm: Realm) -> None:
        self.realm = realm
        self._table = table
        self._lock = threading.Lock()
        self._state = _loaded(_State(), table)

    @classmethod
    def open(cls, path: Path, realm: Realm) -> Self:
        """Open or begin the store in a folder; ``StoreUnavailable`` when that can't be done."""
        with _store_errors():
            return cls(ReadTable(path, realm), realm)

    def append(self, frame: pl.DataFrame, receipt: Receipt) -> Appended:
        """Add a batch, all of it or nothing, durable when this returns; a ``read_id`` is taken once.

        Raises ``BadInput`` when the table is not one of reads, ``StoreUnavailable`` when it can't be written.
        """
        demand(receipt, self.realm)
        _check(frame)
        with _store_errors(), writing(self._table.folder), self._lock:
            self._refresh()
            new = _unknown(frame, self._state.files)
            if len(new):
                self._table.commit(new)
                self._state = _loaded(self._state, self._table)
                self._tidy()
        return Appended(len(new), len(frame) - len(new))

    def find(self, query: PlateQuery, receipt: Receipt) -> Matches:
        """The reads that fit: exact matches before look-alikes, and the newest first in each.

        Both the plate as observed and the resolved one are searched.
        """
        demand(receipt, self.realm)
        with _store_errors():
            while True:
                state = self._current()
                try:
                    return _found(query, state)
                except _FAILURES:
                    if self._current() is state:
                        raise  # else its files were joined into larger ones meanwhile

    def rows(self, receipt: Receipt) -> int:
        """How many reads the store holds."""
        demand(receipt, self.realm)
        with _store_errors():
            return sum(file.rows for file in self._current().files)

    def _current(self) -> _State:
        if self._table.newer_than(self._state.version):
            with self._lock:
                self._refresh()
        return self._state

    def _tidy(self) -> None:
        """Join small files. The batch stands already, so a failure only leaves them for the next one."""
        with suppress(*_FAILURES):
            if self._table.join_small_files():
                self._state = replace(self._state, version=self._table.version, files=self._table.files())

    def _refresh(self) -> None:
        self._table.refresh()
        self._state = _loaded(self._state, self._table)


def _loaded(state: _State, table: ReadTable) -> _State:
    """The state of the table's last commit; only new files are opened, unless some were taken away."""
    if table.version == state.version:
        return state
    files = table.files()
    known = {file.path for file in state.files}
    purged = known - {file.path for file in files}
    new = files if purged else [file for file in files if file.path not in known]
    plates = Dictionary.of(tally(scan(new).select("key", "resolved_key", "time")))
    return _State(table.version, files, plates if purged else state.dictionary.merged(plates))


def _check(frame: pl.DataFrame) -> None:
    if frame.schema != READ_SCHEMA:
        wrong = sorted(set(frame.schema.items()) ^ set(READ_SCHEMA.items()), key=str)
        raise BadInput("The table is not one of reads.", where=str([name for name, _ in wrong]))
    for name in _NEEDED:
        if frame[name].null_count():
            raise BadInput("Each read needs an id, a time, a plate and a source.", where=name)
    for name in ("plate", "resolved_plate"):
        if not frame[name].drop_nulls().str.contains("^[A-Z0-9]{1,10}$").all():
            raise BadInput("A plate is not in its one spelling (A-Z, 0-9, at most 10).", where=name)


def _unknown(frame: pl.DataFrame, files: list[DataFile]) -> pl.DataFrame:
    """The first read of each id that the store does not have in the months of the batch."""
    batch = frame.unique("read_id", keep="first", maintain_order=True)
    months = set(batch["time"].dt.strftime(MONTH).unique())
    ids = batch.lazy().select("read_id")
    there = scan([file for file in files if file.month in months]).select("read_id")
    known = there.join(ids, on="read_id", how="semi").collect(engine="streaming")
    return batch.join(known, on="read_id", how="anti", maintain_order="left")


def _found(query: PlateQuery, state: _State) -> Matches:
    since = int(query.start.timestamp() * 1_000_000) if query.start else None
    files = [file for file in state.files if file.overlaps(query.start, query.end)]
    return _matches(query, state.dictionary.fitting(query.pattern, since), files)


def _matches(query: PlateQuery, fitting: Fitting, files: list[DataFile]) -> Matches:
    if not len(fitting.every) or not files:
        return Matches(pl.DataFrame(schema=READ_SCHEMA), 0, 0)
    at_once = fitting.reads <= _AT_ONCE
    found = (
        scan(files, paths="file")
        .filter(_has_key(fitting.every), *query.conditions())
        .select(
            *(READ_COLUMNS if at_once else ("read_id", "time")),
            "file",
            matched=pl.when(_has_key(fitting.every, "resolved_key")).then("resolved_key").otherwise("key"),
            exact=_has_key(fitting.exact),
        )
        .collect(engine="streaming")
    )
    ranked = found.sort("exact", "time", "read_id", descending=[True, True, False]).head(query.limit)
    reads = ranked.select(*READ_COLUMNS) if at_once else _whole(ranked, files)
    return Matches(reads, len(found), found["matched"].n_unique())


def _has_key(keys: Keys, *columns: str) -> pl.Expr:
    """Whether one of these columns (both, if none is named) holds one of the keys."""
    wanted = pl.Series("keys", keys.view(np.int64)).implode()
    return pl.any_horizontal(
        pl.col(name).is_in(wanted).fill_null(value=False) for name in columns or ("key", "resolved_key")
    )


def _whole(chosen: pl.DataFrame, files: list[DataFile]) -> pl.DataFrame:
    """All columns of the chosen reads, in their order; only the files that hold them are opened again."""
    holding = set(chosen["file"])
    near = pl.col("time").is_between(chosen["time"].min(), chosen["time"].max())
    named = pl.col("read_id").is_in(chosen["read_id"].implode())
    reads = scan([file for file in files if str(file.path) in holding]).filter(near, named).collect()
    order = chosen.select("read_id", "time")
    return order.join(reads, on=["read_id", "time"], how="left", maintain_order="left").select(*READ_COLUMNS)


@contextmanager
def _store_errors() -> Iterator[None]:
    """Turn what disk, Delta and polars raise into ``StoreUnavailable``, without the plates in their texts."""
    try:
        yield
    except _FAILURES as error:
        raise StoreUnavailable(
            "The store of reads can't be used; nothing was released and nothing half-stored.",
            how="Try again; tell the ALPR administrator if it stays so.",
            diagnostic=f"{type(error).__name__} {getattr(error, 'strerror', '')}".strip(),
        ) from error
