"""PostgreSQL with pg_trgm on a dictionary of plates, and B-trees on reads by plate, time, camera and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
import psycopg

from benchmarks.plate_search.answers import Answer
from benchmarks.plate_search.classes import READS, Kind, Query
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.postgres_server import Server
from benchmarks.plate_search.rivals.rival import Rival, Way, Ways
from benchmarks.plate_search.rivals.sql import DICTIONARY, Dialect, Statement, on_dictionary, on_reads
from benchmarks.plate_search.spelling import like, neighbours, regex

MOST_ROWS = 10_000_000
"""With more, loading and indexing takes hours."""
NAME = "PostgreSQL, pg_trgm"
NEIGHBOURS = "PostgreSQL, neighbours"
"""Edit distance 1 as a list of all neighbours, which the index answers."""

SAID = Dialect(
    pattern=lambda query: f"plate LIKE '{like(query.text)}'",
    classes=lambda query: f"plate ~ '{regex(query.text, lookalikes=query.kind is Kind.LOOKALIKES)}'",
    edits=lambda q: f"levenshtein_less_equal(plate, '{q.text}', {q.distance}) <= {q.distance}",
    time=lambda moment: f"TIMESTAMPTZ '{moment.isoformat()}'",
)
_TABLES = """
CREATE EXTENSION pg_trgm;
CREATE EXTENSION fuzzystrmatch;
CREATE TABLE reads (read_id text, time timestamptz, plate text, camera text, latitude float8, longitude float8,
                    confidence real, source text);
CREATE TABLE hotlist (plate text PRIMARY KEY);
CREATE TABLE incoming (read_id text, plate text);
"""
_INDEXES = f"""
CREATE TABLE plates AS {DICTIONARY} ORDER BY plate;
ALTER TABLE plates ADD PRIMARY KEY (plate);
CREATE INDEX ON plates USING gin (plate gin_trgm_ops);
CREATE INDEX ON reads (plate);
CREATE INDEX ON reads (time);
CREATE INDEX ON reads (camera, time);
"""


class Postgres(Rival):
    """A server of its own, filled and indexed by ``load``."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, memory_mb: int = 2048) -> None:
        self._server = Server(folder, memory_mb)
        self._open = psycopg.connect(self._server.address, autocommit=True)
        self._open.prepare_threshold = None  # each query is planned for its own pattern
        self.version = f"{self._open.info.server_version // 10_000}"

    def close(self) -> None:
        """Stop the server."""
        self._open.close()
        self._server.stop()

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """Copy, index, and gather statistics."""
        self._run(_TABLES)
        self._copy("reads", (pl.read_parquet(path, columns=list(READS)).select(READS) for path in files))
        self._copy("hotlist", [hotlist.wanted])
        self._copy("incoming", [hotlist.incoming])
        self._run(_INDEXES)
        self._open.execute("VACUUM ANALYZE")

    def contestants(self) -> Mapping[str, Ways]:
        """The dictionary wherever it helps; besides, the neighbours of a plate as a list."""
        written = {**on_reads(SAID), **on_dictionary(SAID)}
        return {
            NAME: {kind: self._way(said) for kind, said in written.items()},
            NEIGHBOURS: {Kind.EDIT_1: self._way(_neighbours)},
        }

    def _way(self, said: Statement) -> Way:
        return lambda query: self._ask(said(query))

    def _ask(self, statement: str) -> Answer:
        return self._open.cursor(binary=True).execute(statement.encode()).fetchall()

    def _run(self, statements: str) -> None:
        for statement in filter(str.strip, statements.split(";")):
            self._open.execute(statement.encode())

    def _copy(self, table: str, frames: Iterable[pl.DataFrame]) -> None:
        with self._open.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)".encode()) as copy:
            for frame in frames:
                copy.write(frame.write_csv(include_header=False))


def _neighbours(query: Query) -> str:
    listed = ", ".join(f"'{plate}'" for plate in neighbours(query.text))
    return f"SELECT plate, reads, last FROM plates WHERE plate IN ({listed}) ORDER BY reads DESC"
