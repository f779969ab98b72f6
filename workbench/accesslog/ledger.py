"""The one writing connection to the access log (464.5): opens it, checks that it is whole, adds batches.

A batch is one transaction: leaves, sealed details, the tree over them and the look-up index. Used by one thread at a
time. After any failure the connection is dropped and the next write begins with a fresh one, which reads the end of
the log again: a commit that seemed to fail may have succeeded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.engine import Connection

from workbench.accesslog import mentions, schema, tree_tables
from workbench.accesslog.database import file_of, parse, writing
from workbench.accesslog.keyring import BLOCK, Keyring, Span
from workbench.accesslog.lock import FileLock, lock_postgres
from workbench.accesslog.mentions import Mention
from workbench.accesslog.merkle import Frontier
from workbench.accesslog.purges import Begun
from workbench.accesslog.recent import Recent
from workbench.accesslog.record import Kind, Record, stamp
from workbench.accesslog.statement import Statement
from workbench.accesslog.testimony import testimony
from workbench.accesslog.wholeness import demand_schema, demand_whole, missing, replaced
from workbench.errors import LogUnavailable

_ADD_RECORDS = Statement(insert(schema.records), *schema.records.c.keys())
_ADD_DETAILS = Statement(insert(schema.details), *schema.details.c.keys())
_KEPT = Statement(
    select(
        *(
            select(func.count()).where(table.c.seq >= bindparam("first")).scalar_subquery().label(table.name)
            for table in (schema.records, schema.details)
        )
    )
)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(NamedTuple):
    """What somebody wants on record; index and time are given when it is written."""

    kind: Kind
    user: str
    action: str
    body: Mapping[str, Any]
    mention: Mention = Mention()


@dataclass(frozen=True, slots=True)
class End:
    """Where the log ends: its size, which is the next index, the last time (UTC) and the tree's root."""

    index: int
    time: datetime
    root: bytes


class Ledger:
    """An open log. ``now`` is the wall clock; a record never gets an earlier time than the one before it."""

    def __init__(self, url: str, keys: Keyring, now: Callable[[], datetime]) -> None:
        self._now = now
        self._keys = keys
        self._tree = Frontier()
        place = parse(url)
        self._file = file_of(place)
        self._lock = _own(self._file) if self._file else None
        self._engine = writing(place)
        self._connection: Connection | None = None
        self._stands: tuple[int, int] | None = None
        self._folded = -1
        self.recent = Recent()
        try:
            self.end = self._open()
        except BaseException:
            self.close()
            raise

    def write(self, entries: Sequence[Entry]) -> list[Record]:
        """Add all entries in one transaction, or none; returns after the commit is on disk."""
        self._keys.reserve(self.end.index + len(entries))
        try:
            connection = self._current()
            self._fold(connection)
            made = self._number(entries)
            kept = [testimony(record, self._keys) for record in made]
            with connection.begin():
                _ADD_RECORDS.run(connection, *(each.row for each in kept))
                _ADD_DETAILS.run(connection, *(each.detail for each in kept))
                grown = [node for each in kept for node in self._tree.append(each.hash)]
                tree_tables.keep_nodes(connection, grown)
                said = {record.index: entry.mention for record, entry in zip(made, entries, strict=True)}
                mentions.keep(connection, self._keys, said)
                _demand_kept(connection, made[0].index, len(made))
        except BaseException:
            self._drop()
            raise
        self.recent.add(((each.row["seq"], each.row["leaf"]) for each in kept), grown)
        self.end = End(made[-1].index + 1, made[-1].time, self._tree.root())
        return made

    def keep_purge(self, begun: Begun) -> None:
        """Write beside the keys that reads are purged."""
        self._keys.keep_purge(begun)

    def shred(self, spans: Sequence[Span]) -> None:
        """Take the details of these records, and what the index says of them, away for good (464.10).

        Their keys go first: from then on nothing of them can be read, whatever becomes of the rest.
        """
        try:
            connection = self._current()
            with connection.begin():
                mentions.shred(connection, self._keys, spans)
                self._keys.shred(spans)
                _delete_details(connection, spans)
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Give up the connection and the lock; once closed it stays closed."""
        self._drop()
        if self._lock:
            self._lock.release()
            self._lock = None

    def _open(self) -> End:
        connection = self._connect()
        self._settle(connection)
        with connection.begin():
            schema.create(connection)
            demand_schema(connection)
        with connection.begin():
            end = self._read_end(connection)
            demand_whole(connection, self._keys, end.index)
            # A database from before a shredding, or one that was stopped in it, is brought up to it.
            if stale := [span for span in self._keys.shredded() if _has_details(connection, span)]:
                mentions.shred(connection, self._keys, stale)
                _delete_details(connection, stale)
        return end

    def _fold(self, connection: Connection) -> None:
        """Fold the look-up index of blocks that are complete, in a transaction of its own."""
        if self._folded == self.end.index // BLOCK:
            return
        with connection.begin():
            for block in mentions.unfolded(connection, self.end.index):
                mentions.fold(connection, self._keys, block)
        self._folded = self.end.index // BLOCK

    def _current(self) -> Connection:
        if self._connection is None:
            self._resume(self._connect())
        self._demand_the_same_file()
        if self._connection is None:
            raise missing("no connection")
        return self._connection

    def _connect(self) -> Connection:
        self._demand_the_same_file()
        connection = self._engine.connect()
        self._connection = connection
        self._demand_the_same_file()  # what was opened stood there before and after
        if self._file is None:
            lock_postgres(connection)
            _demand_flush(connection)
        return connection

    def _demand_the_same_file(self) -> None:
        """The file that was opened first, whatever failed since: another one goes on from nothing that stood."""
        if self._file is None:
            return
        found = self._file.stat()
        if self._stands is None:
            self._stands = found.st_dev, found.st_ino
        if self._stands != (found.st_dev, found.st_ino):
            raise replaced()

    def _resume(self, connection: Connection) -> None:
        """Go on after a failure: what stood still stands, and what the failed commit left is on disk."""
        self._settle(connection)
        with connection.begin():
            end = self._read_end(connection)
        if end.index < self.end.index:
            raise missing(f"it ends at {end.index}, {self.end.index} records stood")
        self.end = end

    def _settle(self, connection: Connection) -> None:
        """Have all that stands in the write-ahead log written once more, and flushed, before anything goes on from it.

        Whose flush failed, here or in a process that is gone, can still be read from the system's memory, but the
        system does not write it again: a record after it would be lost with it when the power is.
        """
        if self._file:
            busy, _, _ = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise LogUnavailable("The access log is being read; try again.", section="464.5")

    def _read_end(self, connection: Connection) -> End:
        column = schema.records.c
        index, at = connection.execute(select(func.max(column.seq), func.max(column.at))).one()
        self._tree = tree_tables.frontier(connection)
        size = 0 if index is None else index + 1
        if self._tree.size != size:
            raise missing(f"{size} records, a tree of {self._tree.size}")
        return End(size, datetime.fromisoformat(at) if at else BEGINNING, self._tree.root())

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _number(self, entries: Sequence[Entry]) -> list[Record]:
        now = self._now().astimezone(UTC)
        time = max(now.replace(microsecond=now.microsecond // 10_000 * 10_000), self.end.time)
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
            for index, entry in enumerate(entries, self.end.index)
        ]


def _own(file: Path) -> FileLock:
    """Take the lock and make an empty file, its owner's alone, where there is none yet."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock.of_log(file)
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
    except BaseException:
        lock.release()
        raise
    return lock


def _demand_kept(connection: Connection, first: int, count: int) -> None:
    """Look before the commit: whoever owns the database may have taught it to leave rows out in silence."""
    found = _KEPT.run(connection, {"first": first}).mappings().one()
    for table, stand in found.items():
        if stand != count:
            raise missing(f"{stand} of {count} records from {first} on were kept in {table}")


def _has_details(connection: Connection, span: Span) -> bool:
    column = schema.details.c.seq
    return connection.execute(select(column).where(column >= span[0], column < span[1]).limit(1)).first() is not None


def _delete_details(connection: Connection, spans: Sequence[Span]) -> None:
    column = schema.details.c.seq
    for begin, end in spans:
        connection.execute(delete(schema.details).where(column >= begin, column < end))


def _demand_flush(connection: Connection) -> None:
    flush = connection.exec_driver_sql("SHOW fsync").scalar_one()
    connection.commit()
    if flush != "on":
        raise LogUnavailable(
            "The PostgreSQL server does not flush to disk (fsync is off), so no record would be durable.",
            how="Set fsync = on in postgresql.conf and restart the server.",
            section="464.5",
        )
