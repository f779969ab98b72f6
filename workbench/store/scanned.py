"""``Sightings`` by looking at every read of the files that a query's time can concern (464.5, 464.7(d))."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
import polars as pl
from deltalake.exceptions import DeltaError

from workbench.errors import BadInput, StoreUnavailable
from workbench.plates.key import Keys
from workbench.policy.caller import Realm
from workbench.store.areas import metres_between
from workbench.store.reads_files import DataFile, scan
from workbench.store.reads_table import ReadTable
from workbench.store.receipt import Receipt, demand
from workbench.store.sightings import SIGHTING_COLUMNS, SIGHTING_SCHEMA, TALLIES, Where, Work
from workbench.store.where import conditions, span

_FAILURES = (OSError, DeltaError, pl.exceptions.PolarsError, pl.exceptions.PanicException)
_KEY = pl.coalesce("resolved_key", "key").alias("key")
_HOUR_OF_WEEK = ((pl.col("time").dt.weekday() - 1).cast(pl.Int16) * 24 + pl.col("time").dt.hour()).cast(pl.Int16)
_COUNTED = {
    "camera": pl.col("camera"),
    "source": pl.col("source"),
    "hour": pl.col("time").dt.truncate("1h").alias("hour"),
    "hour_of_week": _HOUR_OF_WEEK.alias("hour_of_week"),
    "key": _KEY,
}

T = TypeVar("T")
Look = Callable[[list[DataFile]], T]


class Scanned:
    """The reads of one realm in one folder; any number of threads may ask."""

    def __init__(self, table: ReadTable, realm: Realm) -> None:
        self.realm = realm
        self._table = table
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, realm: Realm) -> Self:
        """Open the store in a folder; ``StoreUnavailable`` when that can't be done."""
        with _store_errors():
            return cls(ReadTable(folder, realm), realm)

    def of_plates(self, keys: Keys, where: Where, receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """Reads whose observed or resolved plate has one of the keys; see ``Sightings``."""
        demand(receipt, self.realm)
        wanted = pl.Series(keys.view(np.int64)).implode()
        either = pl.any_horizontal(
            pl.col(name).is_in(wanted).fill_null(value=False) for name in ("key", "resolved_key")
        )
        return self._looked(where, lambda files: _found(files, [either, *conditions(where)], work or Work()))

    def at(self, where: Where, receipt: Receipt, work: Work | None = None, *, most: int) -> pl.DataFrame:
        """All reads that fit; see ``Sightings``."""
        demand(receipt, self.realm)
        return self._looked(where, lambda files: _found(files, conditions(where), work or Work(), most))

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
        demand(receipt, self.realm)
        near = _Near(spots, seconds, metres)
        return self._looked(where, lambda files: near.reads(files, conditions(where), work or Work(), most))

    def tally(self, where: Where, by: tuple[str, ...], receipt: Receipt, work: Work | None = None) -> pl.DataFrame:
        """Counts of reads and of different keys; see ``Sightings``."""
        demand(receipt, self.realm)
        return self._looked(where, lambda files: _tally(files, where, by, work or Work()))

    def _looked(self, where: Where, look: Look[T]) -> T:
        """What a look at the files finds; once more when they were joined into larger ones meanwhile."""
        with _store_errors():
            while True:
                version, files = self._files(where)
                try:
                    return look(files)
                except _FAILURES:
                    if self._files(where)[0] == version:
                        raise

    def _files(self, where: Where) -> tuple[int, list[DataFile]]:
        start, end = span(where)
        with self._lock:
            if self._table.newer_than(self._table.version):
                self._table.refresh()
            files = self._table.files()
            return self._table.version, [file for file in files if file.overlaps(start, end)]


def _found(files: list[DataFile], asked: list[pl.Expr], work: Work, most: int | None = None) -> pl.DataFrame:
    parts = [pl.DataFrame(schema=SIGHTING_SCHEMA)]
    work.expect(len(files))
    for file in files:
        part = scan([file]).filter(*asked).select(*_columns())
        parts.append((part if most is None else part.limit(most + 1)).collect())
        _check(parts, most)
        work.done()
    return pl.concat(parts).sort("time", "read_id")


class _Near:
    """Reads near spots, joined on stretches of time as long as the reach, so that few pairs are looked at."""

    def __init__(self, spots: pl.DataFrame, seconds: float, metres: float) -> None:
        self._reach, self._metres = timedelta(seconds=seconds), metres
        self._length = max(int(seconds * 1_000_000), 1)
        stretch = pl.col("time").dt.epoch("us") // self._length
        self._spots = (
            spots.lazy()
            .with_columns(stretch=pl.concat_list(stretch - 1, stretch, stretch + 1))
            .explode("stretch", empty_as_null=False, keep_nulls=False)
        )
        bounds = spots.select(pl.col("time").min().alias("first"), pl.col("time").max().alias("last"))
        self._first, self._last = bounds.row(0)

    def reads(self, files: list[DataFile], asked: list[pl.Expr], work: Work, most: int) -> pl.DataFrame:
        """The reads with ``spot``; raises ``BadInput`` when there are more than ``most``."""
        parts = [pl.DataFrame(schema={**SIGHTING_SCHEMA, "spot": pl.UInt32()})]
        files = [file for file in files if self._can_hold(file)]
        work.expect(len(files))
        for file in files:
            reads = scan([file]).filter(*asked).select(*_columns())
            stretched = reads.with_columns(stretch=pl.col("time").dt.epoch("us") // self._length)
            pairs = stretched.join(self._spots, on="stretch", suffix="_spot")
            soon = (pl.col("time") - pl.col("time_spot")).abs() <= self._reach
            near = pairs.filter(soon, metres_between("_spot") <= self._metres)
            parts.append(near.select(*SIGHTING_COLUMNS, "spot").limit(most + 1).collect())
            _check(parts, most)
            work.done()
        return pl.concat(parts).sort("spot", "time", "read_id")

    def _can_hold(self, file: DataFile) -> bool:
        if self._first is None or self._last is None:
            return False
        return bool(file.end >= self._first - self._reach and file.start <= self._last + self._reach)


def _tally(files: list[DataFile], where: Where, by: tuple[str, ...], work: Work) -> pl.DataFrame:
    each = list(dict.fromkeys((*by, "key")))
    parts = [pl.DataFrame(schema={**{name: TALLIES[name] for name in each}, "reads": pl.Int64()})]
    work.expect(len(files))
    for file in files:
        fits = scan([file]).filter(*conditions(where))
        counted = fits.group_by(_COUNTED[name] for name in each).agg(reads=pl.len().cast(pl.Int64))
        parts.append(counted.collect())
        work.done()
    counts = [pl.col("reads").sum(), pl.col("key").n_unique().cast(pl.Int64).alias("plates")]
    every = pl.concat(parts)
    if not by:
        return every.select(counts)
    if "key" in by:  # a key that is counted by is one plate
        counts[1] = pl.lit(1, dtype=pl.Int64).alias("plates")
    return every.group_by(by).agg(counts).sort(by)


def _columns() -> list[pl.Expr]:
    return [_KEY if name == "key" else pl.col(name) for name in SIGHTING_COLUMNS]


def _check(parts: list[pl.DataFrame], most: int | None) -> None:
    if most is not None and sum(map(len, parts)) > most:
        raise BadInput(
            f"More than {most:,} reads fit, too many to look at together.",
            where="window",
            how="Give a shorter window, a smaller area, fewer sources or the vehicle's looks.",
        )


@contextmanager
def _store_errors() -> Iterator[None]:
    """Turn what disk, Delta and polars raise into ``StoreUnavailable``, without the plates in their texts."""
    try:
        yield
    except _FAILURES as error:
        raise StoreUnavailable(
            "The store of reads can't be used; nothing was released.",
            how="Try again; tell the ALPR administrator if it stays so.",
            diagnostic=type(error).__name__,
        ) from error
