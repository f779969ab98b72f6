"""SQLite with FTS5's trigrams on a dictionary of plates, and indexes on reads by plate, time, camera and time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import polars as pl

from benchmarks.plate_search.answers import Answer
from benchmarks.plate_search.classes import GAP_SECONDS, READS, Kind
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Way, Ways
from benchmarks.plate_search.rivals.sql import DICTIONARY, Dialect, Statement, on_dictionary, on_reads
from benchmarks.plate_search.spelling import glob

MOST_ROWS = 10_000_000
"""With more, loading and indexing takes hours."""
NAME = "SQLite, FTS5"
_RUN_OF_THREE = re.compile(r"[A-Z0-9]{3}")
_TABLES = """
CREATE TABLE reads (read_id TEXT, time INTEGER, plate TEXT, camera TEXT, latitude REAL, longitude REAL,
                    confidence REAL, source TEXT);
CREATE TABLE hotlist (plate TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE incoming (read_id TEXT, plate TEXT);
"""
_INDEXES = f"""
CREATE TABLE plates (number INTEGER PRIMARY KEY, plate TEXT, reads INTEGER, last INTEGER);
INSERT INTO plates (plate, reads, last) {DICTIONARY} ORDER BY plate;
CREATE UNIQUE INDEX plates_plate ON plates (plate);
CREATE VIRTUAL TABLE trigrams USING fts5(plate, content = 'plates', content_rowid = 'number', tokenize = 'trigram');
INSERT INTO trigrams (trigrams) VALUES ('rebuild');
CREATE INDEX reads_plate ON reads (plate);
CREATE INDEX reads_time ON reads (time);
CREATE INDEX reads_camera ON reads (camera, time);
ANALYZE;
"""


def _fitting(text: str) -> str:
    """Trigrams find what has three known characters in a row; anything else is a range or all of the plates."""
    if _RUN_OF_THREE.search(re.sub(r"\[[^]]*\]", "?", text)):
        return f"number IN (SELECT rowid FROM trigrams WHERE plate GLOB '{text}')"
    return f"plate GLOB '{text}'"


SAID = Dialect(
    pattern=lambda query: _fitting(glob(query.text)),
    classes=lambda query: _fitting(glob(query.text, lookalikes=query.kind is Kind.LOOKALIKES)),
    edits=None,  # SQLite has no edit distance without an extension that it isn't shipped with
    time=lambda moment: str(int(moment.timestamp() * 1_000_000)),
    gap=str(GAP_SECONDS * 1_000_000),
    least="min",
)


class SQLite(Rival):
    """One file in ``folder``; times are microseconds since 1970, UTC."""

    name = "SQLite"
    version = sqlite3.sqlite_version

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._open = sqlite3.connect(folder / "reads.sqlite", isolation_level=None)
        self._open.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; "
            "PRAGMA mmap_size = 8000000000; PRAGMA temp_store = MEMORY;"
        )

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """Insert, index, and gather statistics."""
        self._open.executescript(_TABLES)
        for path in files:
            reads = pl.read_parquet(path, columns=list(READS)).select(READS)
            self._insert("reads", reads.with_columns(pl.col("time").dt.epoch("us")))
        self._insert("hotlist", hotlist.wanted)
        self._insert("incoming", hotlist.incoming)
        self._open.executescript(_INDEXES)

    def contestants(self) -> Mapping[str, Ways]:
        """The dictionary wherever it helps."""
        written = {**on_reads(SAID), **on_dictionary(SAID)}
        return {NAME: {kind: self._way(said) for kind, said in written.items()}}

    def _way(self, said: Statement) -> Way:
        return lambda query: self._ask(said(query))

    def _ask(self, statement: str) -> Answer:
        with closing(self._open.execute(statement)) as rows:
            return rows.fetchall()

    def _insert(self, table: str, frame: pl.DataFrame) -> None:
        marks = ", ".join("?" * frame.width)
        self._open.execute("BEGIN")
        self._open.executemany(f"INSERT INTO {table} VALUES ({marks})", frame.iter_rows())
        self._open.execute("COMMIT")
