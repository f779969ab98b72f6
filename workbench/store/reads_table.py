"""The reads on disk (464.9): a Delta table, one partition a month, each file ordered by time.

A batch is one commit. Its files are on the disk before the commit is written, and the commit is before it
is acknowledged: a kill at any moment leaves a whole batch or none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from workbench.store.reads_files import FILE_COLUMNS, DataFile, scan, worth_joining

MONTH = "%Y-%m"
_ROW_GROUP = 131_072
_SCHEMA = pl.Schema({**FILE_COLUMNS, "month": pl.String()})


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
        self._change([(str(month), part) for (month,), part in months])

    def join_small_files(self) -> bool:
        """Write small files as larger ones in one durable commit; whether there were any to join.

        The caller holds ``writing``. The old files are removed, so a search that has yet to open one begins anew.
        """
        groups = worth_joining(self.files())
        old = [file for group in groups for file in group]
        if old:
            self._change([(group[0].month, scan(group).collect()) for group in groups], old)
        return bool(old)

    def _change(self, parts: list[tuple[str, pl.DataFrame]], old: Sequence[DataFile] = ()) -> None:
        """One commit that adds a file for each part and takes the ``old`` ones, which hold the same, away."""
        written: list[Path] = []
        actions: list[AddAction | RemoveAction] = [_removed(file) for file in old]
        try:
            actions += [self._write(month, reads, written, new=not old) for month, reads in parts]
            flush(self.folder)
            self._delta.create_write_transaction(actions, "append", self._delta.schema(), ["month"])
        except BaseException:
            self._undo(written)
            raise
        self.refresh()
        self._flush_log()
        for file in old:
            file.path.unlink(missing_ok=True)

    def _open(self, name: str) -> DeltaTable:
        if DeltaTable.is_deltatable(str(self.folder)):
            return DeltaTable(self.folder)
        schema = _SCHEMA.to_frame().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        table = DeltaTable.create(self.folder, schema, mode="ignore", partition_by=["month"], name=name)
        for path in (*self._log.iterdir(), self._log, self.folder, self.folder.parent):
            flush(path)
        return table

    def _write(self, month: str, reads: pl.DataFrame, written: list[Path], *, new: bool) -> AddAction:
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
        return AddAction(name, status.st_size, partition, changed, data_change=new, stats=_statistics(reads))

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


def _removed(file: DataFile) -> RemoveAction:
    """Delta's word for a file whose reads stand in another one now."""
    name = f"{file.path.parent.name}/{file.path.name}"
    now = int(datetime.now(UTC).timestamp() * 1000)
    return RemoveAction(name, False, now, file.path.stat().st_size, {"month": file.month})


def _statistics(reads: pl.DataFrame) -> str:
    """What Delta keeps of a file to leave it out of a scan unopened."""
    first, last = (value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") for value in _span(reads))
    return json.dumps({"numRecords": len(reads), "minValues": {"time": first}, "maxValues": {"time": last}})


def _span(reads: pl.DataFrame) -> tuple[datetime, datetime]:
    first, last = reads.select(pl.col("time").min().alias("first"), pl.col("time").max().alias("last")).row(0)
    return first, last
