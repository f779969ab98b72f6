"""The reads on disk (464.9): a Delta table, one partition a month, each file ordered by time.

A batch is one commit. Its files are on the disk before the commit is written, and the commit is before it
is acknowledged: a kill at any moment leaves a whole batch or none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import polars as pl
from deltalake import DeltaTable
from deltalake.transaction import AddAction, RemoveAction

from workbench.errors import StoreUnavailable
from workbench.plates.key import pack_many
from workbench.policy.caller import Realm
from workbench.store.reads_disk import flush, writing
from workbench.wire.reads import READ_COLUMNS

MONTH = "%Y-%m"
_ROW_GROUP = 131_072
_FILE_COLUMNS = {**READ_COLUMNS, "key": pl.Int64(), "resolved_key": pl.Int64()}
_SCHEMA = pl.Schema({**_FILE_COLUMNS, "month": pl.String()})


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of reads: its path, month, the times of its first and last read (UTC), and how many it has."""

    path: Path
    month: str
    start: datetime
    end: datetime
    rows: int

    def overlaps(self, start: datetime | None, end: datetime | None) -> bool:
        """Whether it can hold reads with ``start <= time < end``."""
        return (start is None or self.end >= start) and (end is None or self.start < end)


def scan(files: list[DataFile], *, paths: str | None = None) -> pl.LazyFrame:
    """The reads of these files with their keys; ``paths`` names a column for the file of each."""
    if not files:
        return pl.LazyFrame(schema=_FILE_COLUMNS)
    names = [str(file.path) for file in files]
    return pl.scan_parquet(names, hive_partitioning=False, glob=False, include_file_paths=paths)


class ReadTable:
    """The Delta table of one realm in one folder. Not for use by two threads at once."""

    def __init__(self, folder: Path, realm: Realm) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self._log = folder / "_delta_log"
        name = f"reads-{realm.value}"
        with writing(folder, wait=not self._log.exists()) as alone:
            if alone:
                self._drop_unwritten_commit()
            self._delta = self._open(name)
            if alone:
                self._sweep()
        if self._delta.metadata().name != name:
            raise StoreUnavailable(f"The folder holds another store than the {realm.value} one.")

    @property
    def version(self) -> int:
        """Number of the last commit seen."""
        return self._delta.version()

    def newer_than(self, version: int) -> bool:
        """Whether a commit was made after this one, by this process or another."""
        return (self._log / f"{version + 1:020}.json").exists()

    def refresh(self) -> None:
        """Take notice of the commits made since."""
        self._delta.update_incremental()

    def files(self) -> list[DataFile]:
        """The files that hold the reads, as of the last commit seen."""
        added = pl.DataFrame(self._delta.get_add_actions(flatten=True))
        if added.is_empty():
            return []
        facts = added.select("path", "partition.month", "min.time", "max.time", "num_records")
        return [DataFile(self.folder / path, *rest) for path, *rest in facts.iter_rows()]

    def commit(self, reads: pl.DataFrame) -> None:
        """Add reads (READ_SCHEMA, checked) in one durable commit. The caller holds ``writing``."""
        keyed = reads.with_columns(_keys(reads["plate"]), _keys(reads["resolved_plate"], "resolved_key"))
        months = keyed.group_by(pl.col("time").dt.strftime(MONTH).alias("month"))
        written: list[Path] = []
        try:
            actions: list[AddAction | RemoveAction] = [
                self._write(str(month), part, written) for (month,), part in months
            ]
            flush(self.folder)
            self._delta.create_write_transaction(actions, "append", self._delta.schema(), ["month"])
        except BaseException:
            self._undo(written)
            raise
        self.refresh()
        self._flush_log()

    def _open(self, name: str) -> DeltaTable:
        if DeltaTable.is_deltatable(str(self.folder)):
            return DeltaTable(self.folder)
        schema = _SCHEMA.to_frame().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        table = DeltaTable.create(self.folder, schema, mode="ignore", partition_by=["month"], name=name)
        for path in (*self._log.iterdir(), self._log, self.folder, self.folder.parent):
            flush(path)
        return table

    def _write(self, month: str, reads: pl.DataFrame, written: list[Path]) -> AddAction:
        folder = self.folder / f"month={month}"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{uuid4().hex}.parquet"
        written.append(path)
        reads.sort("time").write_parquet(path, row_group_size=_ROW_GROUP, statistics=True)
        flush(path)
        flush(folder)
        status = path.stat()
        partition = {"month": month}
        name = f"{folder.name}/{path.name}"
        changed = int(status.st_mtime * 1000)
        return AddAction(name, status.st_size, partition, changed, data_change=True, stats=_statistics(reads))

    def _undo(self, written: list[Path]) -> None:
        """Remove what was written for a commit that failed, unless it is in the table after all."""
        self.refresh()
        kept = {file.path for file in self.files()}
        for path in written:
            if path not in kept:
                path.unlink(missing_ok=True)

    def _flush_log(self) -> None:
        for path in self._log.iterdir():
            if path.name.startswith((f"{self.version:020}", "_last_checkpoint")):
                flush(path)
        flush(self._log)

    def _drop_unwritten_commit(self) -> None:
        """Remove a last commit that a power cut left without content; it was never acknowledged."""
        commits = sorted(self._log.glob("*.json")) if self._log.exists() else []
        if commits and not commits[-1].read_bytes().strip(b"\0"):
            commits[-1].unlink()
            flush(self._log)

    def _sweep(self) -> None:
        """Remove files that no commit names: what a kill left of a batch that was never acknowledged."""
        named = {file.path for file in self.files()}
        for path in self.folder.glob("month=*/*.parquet"):
            if path not in named:
                path.unlink(missing_ok=True)


def _keys(plates: pl.Series, name: str = "key") -> pl.Series:
    """The keys of plates (None stays None), as the signed numbers that Delta and Parquet know."""
    known = plates.is_not_null()
    keys = pl.Series(name, pack_many(plates.drop_nulls().to_list()).view(np.int64), dtype=pl.Int64)
    out = pl.Series(name, [None], dtype=pl.Int64).new_from_index(0, len(plates))
    return out.scatter(known.arg_true(), keys)


def _statistics(reads: pl.DataFrame) -> str:
    """What Delta keeps of a file to leave it out of a scan unopened."""
    first, last = (value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") for value in _span(reads))
    return json.dumps({"numRecords": len(reads), "minValues": {"time": first}, "maxValues": {"time": last}})


def _span(reads: pl.DataFrame) -> tuple[datetime, datetime]:
    first, last = reads.select(pl.col("time").min().alias("first"), pl.col("time").max().alias("last")).row(0)
    return first, last
