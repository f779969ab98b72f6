"""Where the access log is kept (464.5): a SQLite file by default, PostgreSQL by URL; ways to open either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from workbench.accesslog.diagnosis import diagnosis
from workbench.errors import ConfigError, LogUnavailable

WAIT_SECONDS = 10
"""How long a locked or silent database is waited for before the log counts as unavailable."""
_KEPT = {"pool_size": 8, "max_overflow": -1}
"""Connections that stay open for the next who reads; there may be more at once."""


def parse(url: str) -> URL:
    """The URL of a log; ``ConfigError`` when it names neither a SQLite file nor a PostgreSQL database."""
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise _unknown_place(str(problem)) from problem
    on_file = parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:")
    if not on_file and parsed.drivername != "postgresql+psycopg":
        raise _unknown_place(parsed.drivername)
    return parsed


def file_of(url: URL) -> Path | None:
    """The SQLite file, or None for PostgreSQL."""
    return Path(url.database or "") if url.drivername == "sqlite" else None


def writing(url: URL) -> Engine:
    """An engine whose every commit is on disk when it returns; it never creates a missing SQLite file."""
    if (file := file_of(url)) is None:
        return _postgres(url, "-c synchronous_commit=on")
    engine = _sqlite(file, "rw")
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _take_the_write_lock)
    return engine


def reading(url: URL) -> Engine:
    """An engine that can't write, whatever is asked of it; it keeps connections for the next who reads."""
    if (file := file_of(url)) is None:
        return _postgres(url, "-c default_transaction_read_only=on", poolclass=QueuePool, pool_pre_ping=True, **_KEPT)
    engine = _sqlite(file, "ro", poolclass=QueuePool, **_KEPT)
    event.listen(engine, "connect", partial(_note_the_file, file))
    event.listen(engine, "checkout", partial(_demand_the_same_file, file))
    return engine


@contextmanager
def or_unavailable(doing: str) -> Iterator[None]:
    """Turn whatever the database or the disk says into ``LogUnavailable``; nothing foreign leaks."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
        raise unavailable(doing, problem) from None  # a printed trace would repeat the values


def unavailable(doing: str, problem: BaseException) -> LogUnavailable:
    """The error for a log that could not be opened, written or read."""
    return LogUnavailable(
        f"The access log can't be {doing}, so nothing is released.",
        how="Tell the ALPR administrator: is the disk full, is its database up? Then try again.",
        section="464.5",
        diagnostic=diagnosis(problem),
    )


def _sqlite(file: Path, mode: str, **pool: Any) -> Engine:
    target = f"file:{quote(str(file))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(target, uri=True, isolation_level=None, check_same_thread=False, timeout=WAIT_SECONDS)

    return create_engine("sqlite://", creator=connect, hide_parameters=True, **{"poolclass": NullPool, **pool})


def _postgres(url: URL, options: str, **pool: Any) -> Engine:
    patience = f"-c statement_timeout={WAIT_SECONDS}s -c lock_timeout={WAIT_SECONDS}s"
    arguments = {
        "connect_timeout": WAIT_SECONDS,
        "tcp_user_timeout": WAIT_SECONDS * 1000,
        "options": f"{options} {patience}",
    }
    return create_engine(url, connect_args=arguments, hide_parameters=True, **{"poolclass": NullPool, **pool})


def _durable(connection: sqlite3.Connection, _: Any) -> None:
    """FULL flushes the write-ahead log at each commit; with NORMAL a record would only seem to stand."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    connection.execute("PRAGMA synchronous=FULL")
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    if (mode, level) != ("wal", 2):
        raise sqlite3.OperationalError(f"no durable commits here: journal_mode={mode}, synchronous={level}")


def _note_the_file(file: Path, _: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    entry.info["inode"] = file.stat().st_ino


def _demand_the_same_file(file: Path, _: sqlite3.Connection, entry: ConnectionPoolEntry, __: object) -> None:
    """A connection that was kept still reads the old file after another one was put in its place."""
    if entry.info["inode"] != file.stat().st_ino:
        raise DisconnectionError


def _take_the_write_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _unknown_place(given: str) -> ConfigError:
    return ConfigError(
        "The access log's URL names no place that it can be kept in.",
        how="Set log.url to sqlite:////absolute/path/log.sqlite or postgresql+psycopg://user@host/database.",
        section="464.5",
        diagnostic=given,
    )
