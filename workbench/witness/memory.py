"""What a witness remembers (464.5): of each log the largest tree that it cosigned, on disk before it says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from workbench.accesslog.merkle import EMPTY_ROOT

MOST_EVIDENCE = 1000
"""Signed contradictions that are kept, so that whoever holds a log's key can't fill the disk."""
_WAIT_SECONDS = 10


class Head(NamedTuple):
    """The tree that was cosigned last: its size and root; a log that was never seen has none yet."""

    size: int
    root: bytes


NEVER = Head(0, EMPTY_ROOT)


class Memory:
    """A SQLite file. Threads share it freely; processes may too."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._opened() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS head (origin TEXT PRIMARY KEY, size INTEGER, root BLOB, note BLOB)"
            )
            database.execute("CREATE TABLE IF NOT EXISTS evidence (at INTEGER, why TEXT, note BLOB UNIQUE)")

    @contextmanager
    def turn(self, origin: str) -> Iterator[Turn]:
        """One log's turn, alone: what is set in it is on disk when the block ends, and undone if it fails."""
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield Turn(database, origin)
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def notes(self) -> list[bytes]:
        """The newest cosigned checkpoint of each log."""
        with self._opened() as database:
            return [note for (note,) in database.execute("SELECT note FROM head ORDER BY origin")]

    def evidence(self) -> list[tuple[int, str, bytes]]:
        """What logs signed that contradicts what they had signed: when (s, UTC), how, and the note."""
        with self._opened() as database:
            return list(database.execute("SELECT at, why, note FROM evidence ORDER BY rowid"))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, isolation_level=None, timeout=_WAIT_SECONDS)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            yield database


class Turn:
    """What one request may read and set."""

    def __init__(self, database: sqlite3.Connection, origin: str) -> None:
        self._database = database
        self._origin = origin

    def head(self) -> Head:
        """What was cosigned last."""
        found = self._database.execute("SELECT size, root FROM head WHERE origin = ?", [self._origin]).fetchone()
        return NEVER if found is None else Head(*found)

    def advance(self, head: Head, note: bytes) -> None:
        """Remember this tree, and the note that was cosigned."""
        self._database.execute(
            "INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?)", [self._origin, head.size, head.root, note]
        )

    def keep(self, at: int, why: str, note: bytes) -> None:
        """Keep a signed contradiction as evidence."""
        self._database.execute(
            "INSERT OR IGNORE INTO evidence SELECT ?, ?, ? WHERE (SELECT count(*) FROM evidence) < ?",
            [at, why, note, MOST_EVIDENCE],
        )
