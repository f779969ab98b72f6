"""Which files hold the reads (464.9): one small database, in which a change of many files is one commit.

A file is on the disk before it is named here, and named here before a batch is acknowledged; a kill at any moment
leaves a whole batch or none. SQLite in WAL mode with ``synchronous=FULL``: a commit that returned is durable.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import StoreUnavailable
from workbench.store.reads_disk import flush
from workbench.store.segments.sealing import Sealing

NAME = "catalogue.sqlite"
_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS store (
  one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, realm TEXT NOT NULL, sealing TEXT NOT NULL,
  version INTEGER NOT NULL, purged INTEGER NOT NULL, covered INTEGER NOT NULL,
  plates TEXT NOT NULL, plates_sha256 TEXT NOT NULL, plates_sealing TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS segment (
  name TEXT PRIMARY KEY, month TEXT NOT NULL, rows INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  sha256 TEXT NOT NULL, sealing TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taken (version INTEGER NOT NULL, batch TEXT NOT NULL, PRIMARY KEY (version, batch)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: name, month, reads, the commits that brought the first and last of them, SHA-256 and sealing."""

    name: str
    month: str
    rows: int
    first: int
    last: int
    sha256: str
    sealing: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of a dictionary that was kept."""

    name: str
    sha256: str
    sealing: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A commit: its number, its files, the last commit that took reads away, and the dictionary that was kept.

    ``covered`` is the last commit whose reads the dictionary counts; no file mixes reads of commits before and
    after that one.
    """

    version: int = 0
    entries: tuple[Entry, ...] = ()
    purged: int = 0
    plates: Kept | None = None
    covered: int = 0

    @property
    def names(self) -> frozenset[str]:
        """All files."""
        return frozenset(entry.name for entry in self.entries) | ({self.plates.name} if self.plates else set())


class Catalogue:
    """The catalogue of one realm's store. Any number of threads and processes; writers take turns outside."""

    def __init__(self, folder: Path, realm: str, sealing: Sealing) -> None:
        new = not (folder / NAME).exists()
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False, timeout=60)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_TABLES)
        begin = "INSERT OR IGNORE INTO store VALUES (1, ?, ?, ?, 0, 0, 0, '', '', '')"
        self._db.execute(begin, (_FORMAT, realm, sealing.name))
        if new:
            flush(folder)
        self._check(realm, sealing)

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._db.close()

    def version(self) -> int:
        """Number of the last commit."""
        with self._lock:
            return int(self._db.execute("SELECT version FROM store").fetchone()[0])

    def read(self) -> Listing:
        """The last commit."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                head = self._db.execute(
                    "SELECT version, purged, covered, plates, plates_sha256, plates_sealing FROM store"
                ).fetchone()
                lines = self._db.execute(
                    "SELECT name, month, rows, first, last, sha256, sealing FROM segment ORDER BY last, name"
                )
                entries = tuple(Entry(*line) for line in lines.fetchall())
            finally:
                self._db.execute("COMMIT")
        version, purged, covered, *kept = head
        return Listing(version, entries, purged, Kept(*kept) if kept[0] else None, covered)

    def commit(
        self,
        added: Sequence[Entry] = (),
        removed: Sequence[str] = (),
        *,
        plates: Kept | None = None,
        purges: bool = False,
        batches: Iterable[str] = (),
    ) -> int:
        """One durable change; its number. Files added with ``first`` 0 bring reads that are new with it.

        ``plates`` is a dictionary that counts all reads of the result, ``purges`` says that some are gone,
        ``batches`` are those that the new reads came in.
        """
        with self._changing() as version:
            self._db.executemany("DELETE FROM segment WHERE name = ?", [(name,) for name in removed])
            lines = [
                (one.name, one.month, one.rows, one.first or version, one.last or version, one.sha256, one.sealing)
                for one in added
            ]
            self._db.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
            self._db.executemany("INSERT INTO taken VALUES (?, ?)", [(version, batch) for batch in batches])
            if plates is not None:
                told = plates.name, plates.sha256, plates.sealing, version
                self._db.execute(
                    "UPDATE store SET plates = ?, plates_sha256 = ?, plates_sealing = ?, covered = ?", told
                )
            if purges:
                self._db.execute("UPDATE store SET purged = ?", (version,))
        return version

    def resealed(self, old: str, new: Kept) -> None:
        """One durable change: a file stands for another that holds the same."""
        told = new.name, new.sha256, new.sealing, old
        with self._changing():
            self._db.execute("UPDATE segment SET name = ?, sha256 = ?, sealing = ? WHERE name = ?", told)
            self._db.execute(
                "UPDATE store SET plates = ?, plates_sha256 = ?, plates_sealing = ? WHERE plates = ?", told
            )

    def sealed_by(self, sealing: str) -> None:
        """From now on the store is one that is sealed so."""
        with self._changing():
            self._db.execute("UPDATE store SET sealing = ?", (sealing,))

    def batches(self, first: int, last: int) -> list[str]:
        """The batches that came with these commits, ends included."""
        with self._lock:
            asked = "SELECT batch FROM taken WHERE version BETWEEN ? AND ? GROUP BY batch ORDER BY min(version), batch"
            return [batch for (batch,) in self._db.execute(asked, (first, last)).fetchall()]

    def settle(self) -> None:
        """Let nothing stand in the write-ahead log: a change that returned is in the database alone."""
        with self._lock:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def faults(self) -> list[str]:
        """What SQLite finds wrong with its own pages."""
        with self._lock:
            told = [line for (line,) in self._db.execute("PRAGMA integrity_check(10)").fetchall()]
        return [] if told == ["ok"] else told

    @contextmanager
    def _changing(self) -> Iterator[int]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("UPDATE store SET version = version + 1")
                (version,) = self._db.execute("SELECT version FROM store").fetchone()
                yield int(version)
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _check(self, realm: str, sealing: Sealing) -> None:
        told = self._db.execute("SELECT format, realm, sealing FROM store").fetchone()
        if told[:2] != (_FORMAT, realm):
            raise StoreUnavailable(
                f"The folder holds another store ({told[1]}, format {told[0]}) than the {realm} one.",
                how="Give each store a folder of its own.",
            )
        sealing.named(told[2])
