"""The one writing connection to the access log (464.5): opens it, checks that it is whole, adds batches.

Used by one thread at a time. After any failure the connection is dropped and the next write begins with a
fresh one, which reads the end of the log again: a commit that seemed to fail may have succeeded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection

from workbench.accesslog import schema
from workbench.accesslog.database import file_of, parse, writing
from workbench.accesslog.lock import FileLock, lock_postgres
from workbench.accesslog.record import Kind, Record, canonical, stamp
from workbench.errors import LogUnavailable

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(NamedTuple):
    """What somebody wants on record; index and time are given when it is written."""

    kind: Kind
    user: str
    action: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class _End:
    """Where the log ends: the next index, and the last time (UTC)."""

    index: int
    time: datetime


class Ledger:
    """An open log. ``now`` is the wall clock; a record never gets an earlier time than the one before it."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._now = now
        place = parse(url)
        self._file = file_of(place)
        self._lock = _own(self._file) if self._file else None
        self._engine = writing(place)
        self._connection: Connection | None = None
        self._inode = 0
        try:
            self._end = self._open()
        except BaseException:
            self.close()
            raise

    @property
    def size(self) -> int:
        """How many records stand; their indexes are 0 to size - 1."""
        return self._end.index

    def write(self, entries: Sequence[Entry]) -> list[Record]:
        """Add all entries in one transaction, or none; returns after the commit is on disk."""
        try:
            connection = self._current()
            made = self._number(entries)
            with connection.begin():
                connection.execute(insert(schema.records), [_row(record) for record in made])
        except BaseException:
            self._drop()
            raise
        self._end = _End(made[-1].index + 1, made[-1].time)
        return made

    def close(self) -> None:
        """Give up the connection and the lock; once closed it stays closed."""
        self._drop()
        if self._lock:
            self._lock.release()
            self._lock = None

    def _open(self) -> _End:
        connection = self._connect()
        with connection.begin():
            schema.create(connection)
            return _whole(connection)

    def _current(self) -> Connection:
        if self._connection is None:
            self._resume(self._connect())
        elif self._file and self._file.stat().st_ino != self._inode:
            raise _cut_short("the file was replaced by another one")
        if self._connection is None:
            raise _cut_short("no connection")
        return self._connection

    def _connect(self) -> Connection:
        if self._file:
            self._inode = self._file.stat().st_ino
        connection = self._engine.connect()
        self._connection = connection
        if self._file is None:
            lock_postgres(connection)
            _demand_flush(connection)
        return connection

    def _resume(self, connection: Connection) -> None:
        """Go on after a failure: what stood still stands, and what the failed commit left is on disk."""
        if self._file:
            busy, _, _ = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise LogUnavailable("The access log is being read; try again.", section="464.5")
        with connection.begin():
            end = _end(connection)
        if end.index < self._end.index:
            raise _cut_short(f"it ends at {end.index}, {self._end.index} records stood")
        self._end = end

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _number(self, entries: Sequence[Entry]) -> list[Record]:
        now = self._now().astimezone(UTC)
        time = max(now.replace(microsecond=now.microsecond // 10_000 * 10_000), self._end.time)
        return [
            Record(
                index,
                time,
                entry.kind,
                entry.user,
                entry.action,
                {
                    **entry.body,
                    "kind": entry.kind.value,
                    "user": entry.user,
                    "action": entry.action,
                    "time": stamp(time),
                },
            )
            for index, entry in enumerate(entries, self._end.index)
        ]


def _own(file: Path) -> FileLock:
    """Take the lock and make an empty file, its owner's alone, where there is none yet."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(file.with_name(file.name + ".lock"))
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        lock.release()
        raise
    return lock


def _row(record: Record) -> dict[str, Any]:
    return {
        "seq": record.index,
        "at": stamp(record.time),
        "kind": record.kind.value,
        "username": record.user,
        "action": record.action,
        "realm": str(record.body.get("realm", "")),
        "case_number": record.case_number,
        "body": canonical(record.body).decode(),
    }


def _end(connection: Connection) -> _End:
    column = schema.records.c
    index, at = connection.execute(select(func.max(column.seq), func.max(column.at))).one()
    return _End(0, BEGINNING) if index is None else _End(index + 1, datetime.fromisoformat(at))


def _whole(connection: Connection) -> _End:
    column = schema.records.c.seq
    count, first = connection.execute(select(func.count(column), func.min(column))).one()
    end = _end(connection)
    if count != end.index or first not in (None, 0):
        raise _cut_short(f"{count} records, from {first} to {end.index - 1}")
    return end


def _demand_flush(connection: Connection) -> None:
    flush = connection.exec_driver_sql("SHOW fsync").scalar_one()
    connection.commit()
    if flush != "on":
        raise LogUnavailable(
            "The PostgreSQL server does not flush to disk (fsync is off), so no record would be durable.",
            how="Set fsync = on in postgresql.conf and restart the server.",
            section="464.5",
        )


def _cut_short(diagnostic: str) -> LogUnavailable:
    return LogUnavailable(
        "The access log is not whole: records are missing from it.",
        how="Nothing is released until it is restored. Keep the damaged copy for the audit, restore the "
        "newest backup and report it as a breach (464.10).",
        section="464.5",
        diagnostic=diagnostic,
    )
