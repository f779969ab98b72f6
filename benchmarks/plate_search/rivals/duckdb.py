"""DuckDB in its own file: on the reads, as a user writes it, and on a dictionary of plates that he or she made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.plate_search.classes import Kind
from benchmarks.plate_search.hotlist import Hotlist
from benchmarks.plate_search.rivals.rival import Rival, Way, Ways
from benchmarks.plate_search.rivals.sql import DICTIONARY, Dialect, Statement, on_dictionary, on_reads
from benchmarks.plate_search.spelling import like, regex

READS = "DuckDB"
KNOWN = "DuckDB, dictionary"
_BY_INDEX = frozenset({Kind.CANVASS, Kind.COMBINED, Kind.CO_TRAVEL, Kind.HOTLIST})

SAID = Dialect(
    pattern=lambda query: f"plate LIKE '{like(query.text)}'",
    classes=lambda q: f"regexp_matches(plate, '{regex(q.text, lookalikes=q.kind is Kind.LOOKALIKES)}')",
    edits=lambda query: f"levenshtein(plate, '{query.text}') <= {query.distance}",
    time=lambda moment: f"TIMESTAMPTZ '{moment.isoformat()}'",
)


class DuckDB(Rival):
    """One database file in ``folder``."""

    name = "DuckDB"
    version = duckdb.__version__

    def __init__(self, folder: Path, memory: str = "8GB") -> None:
        folder.mkdir(parents=True)
        self._open = duckdb.connect(str(folder / "reads.duckdb"))
        self._open.execute(f"SET memory_limit = '{memory}'; SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        self._bytes: dict[str, int] = {}

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def load(self, files: list[Path], hotlist: Hotlist) -> None:
        """The reads in the order of time, and the dictionary."""
        self._open.execute(f"CREATE TABLE reads AS SELECT * FROM read_parquet({[str(path) for path in files]})")
        self._open.execute(f"CREATE TABLE plates AS {DICTIONARY} ORDER BY plate")
        for name, frame in (("hotlist", hotlist.wanted), ("incoming", hotlist.incoming)):
            self._open.register("given", frame.to_arrow())
            self._open.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self._open.unregister("given")
        self._open.execute("CHECKPOINT")
        for contestant, table in ((READS, "reads"), (KNOWN, "plates")):
            ((found,),) = self._open.sql(f"SELECT sum(length(plate)) FROM {table}").fetchall()
            self._bytes[contestant] = int(found)

    def contestants(self) -> Mapping[str, Ways]:
        """With and without the dictionary."""
        written = {READS: on_reads(SAID), KNOWN: on_dictionary(SAID)}
        return {name: {kind: self._way(said) for kind, said in ways.items()} for name, ways in written.items()}

    def touched(self, contestant: str, kind: Kind) -> int:
        """The text of all plates, where the class is one that tries each."""
        return 0 if kind in _BY_INDEX else self._bytes[contestant]

    def _way(self, said: Statement) -> Way:
        return lambda query: self._ask(said(query))

    def _ask(self, statement: str) -> pa.Table:
        return self._open.sql(statement).to_arrow_table()
