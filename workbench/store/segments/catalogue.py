"""Which files hold the reads (464.9): one small database, in which a change of many files is one commit.

A file is on the disk before it is named here, and named here before a batch is acknowledged; a kill at any moment
leaves a whole batch or none. SQLite in WAL mode with ``synchronous=FULL``: a commit that returned is durable.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import StoreUnavailable
from workbench.store.reads_disk import flush

NAME = "catalogue.sqlite"
_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS store (
  one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, realm TEXT NOT NULL, sealing TEXT NOT NULL,
  version INTEGER NOT NULL, purged INTEGER NOT NULL, plates TEXT NOT NULL, covered INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS segment (
  name TEXT PRIMARY KEY, month TEXT NOT NULL, rows INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name, month, reads, the commits that brought the first and last of them, and its SHA-256."""

    name: str
    month: str
    rows: int
    first: int
    last: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A commit: its number, its files, the last commit that took reads away, and the dictionary that was kept.

    ``plates`` names the dictionary's file (empty for none), ``covered`` the last commit whose reads it counts; no
    file mixes reads of commits before and after that one.
    """

    version: int = 0
    entries: tuple[Entry, ...] = ()
    purged: int = 0
    plates: str = ""
    covered: int = 0


class Catalogue:
    """The catalogue of one realm's store. Any number of threads and processes; writers take turns outside."""

    def __init__(self, folder: Path, realm: str, sealing: str) -> None:
        new = not (folder / NAME).exists()
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False, timeout=60)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_TABLES)
        begin = "INSERT OR IGNORE INTO store VALUES (1, ?, ?, ?, 0, 0, '', 0)"
        self._db.execute(begin, (_FORMAT, realm, sealing))
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
                head = self._db.execute("SELECT version, purged, plates, covered FROM store").fetchone()
                lines = self._db.execute(
                    "SELECT name, month, rows, first, last, sha256 FROM segment ORDER BY last, name"
                )
                entries = tuple(Entry(*line) for line in lines.fetchall())
            finally:
                self._db.execute("COMMIT")
        version, purged, plates, covered = head
        return Listing(version, entries, purged, plates, covered)

    def commit(
        self,
        added: Sequence[Entry] = (),
        removed: Sequence[str] = (),
        *,
        plates: str | None = None,
        purges: bool = False,
    ) -> int:
        """One durable change; its number. Files added with ``first`` 0 bring reads that are new with it.

        ``plates`` names a dictionary that counts all reads of the result, ``purges`` says that some are gone.
        """
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("UPDATE store SET version = version + 1")
                (version,) = self._db.execute("SELECT version FROM store").fetchone()
                self._db.executemany("DELETE FROM segment WHERE name = ?", [(name,) for name in removed])
                lines = [
                    (one.name, one.month, one.rows, one.first or version, one.last or version, one.sha256)
                    for one in added
                ]
                self._db.executemany("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", lines)
                if plates is not None:
                    self._db.execute("UPDATE store SET plates = ?, covered = ?", (plates, version))
                if purges:
                    self._db.execute("UPDATE store SET purged = ?", (version,))
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            return int(version)

    def _check(self, realm: str, sealing: str) -> None:
        told = self._db.execute("SELECT format, realm, sealing FROM store").fetchone()
        if told != (_FORMAT, realm, sealing):
            raise StoreUnavailable(
                f"The folder holds another store ({told[1]}, sealed by {told[2]}, format {told[0]}) than the {realm} "
                f"one, sealed by {sealing}.",
                how="Give each store a folder of its own; `workbench store rewrite` changes the sealing.",
            )
