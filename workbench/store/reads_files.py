"""The files that hold the reads (464.9): which can hold what is asked, and which are worth joining."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from workbench.wire.reads import READ_COLUMNS

FILE_COLUMNS = {**READ_COLUMNS, "key": pl.Int64(), "resolved_key": pl.Int64()}
"""A read and the keys of its plates; numbers are signed, since Delta knows no others."""

JOINED = 16
"""So many files of about one size in one month are joined into one."""
_SMALL = 65_536
"""Reads of the largest file that is joined; larger ones are worth a file each."""


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
        return pl.LazyFrame(schema=FILE_COLUMNS)
    names = [str(file.path) for file in files]
    return pl.scan_parquet(names, hive_partitioning=False, glob=False, include_file_paths=paths)


def worth_joining(files: Iterable[DataFile]) -> list[list[DataFile]]:
    """Groups of small files, each of one month and about one size, so that a read is rewritten few times."""
    groups: defaultdict[tuple[str, int], list[DataFile]] = defaultdict(list)
    for file in files:
        if file.rows < _SMALL:
            groups[file.month, file.rows.bit_length() // 4].append(file)  # sizes within a factor of sixteen
    return [group for group in groups.values() if len(group) >= JOINED]
