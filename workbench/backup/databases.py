"""Databases as one commit left them (464.10): a SQLite file page by page, PostgreSQL row by row into a SQLite file.

Either way the same kind of file comes of it, so that what is restored serves on a machine without a database server.
``to_server`` goes the other way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, delete

from workbench.accesslog import schema
from workbench.accesslog.database import file_of, parse
from workbench.backup.rows import filled, numbered
from workbench.errors import StoreUnavailable
from workbench.store.registers.database import Database
from workbench.store.registers.migrate import head, revision
from workbench.store.registers.tables import Base

_SNAPSHOT = "-c default_transaction_read_only=on -c timezone=UTC"


def copied(source: Path, target: Path) -> None:
    """A copy of a SQLite database as one commit left it, in one file; who writes it goes on meanwhile."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    _in_one_file(target)


def registers(url: str, target: Path) -> None:
    """A copy of the registers; ``StoreUnavailable`` for a server's that have another version's schema."""
    if _was_file(url, target):
        return
    with _snapshot(url) as server:
        if (found := revision(server)) != head():
            raise StoreUnavailable(
                f"The registers have the schema {found or 'of nothing'}, and this program writes {head()}.",
                how="Start the data service once: it brings them to its own.",
                section="464.10",
            )
        Database(f"sqlite:///{target}").close()
        with _opened(target) as made:
            for table in reversed(Base.metadata.sorted_tables):
                made.execute(delete(table))  # what a migration put there stands in the server's own, too
            filled(server, made, Base.metadata.sorted_tables)
            numbered(server, made, Base.metadata.sorted_tables)
    _in_one_file(target)


def log(url: str, target: Path) -> None:
    """A copy of the access log, with its tree."""
    if _was_file(url, target):
        return
    with _snapshot(url) as server, _opened(target) as made:
        schema.create(made)
        filled(server, made, schema.tables())
    _in_one_file(target)


def _was_file(url: str, target: Path) -> bool:
    """Whether it is a file, which is copied then; there is a folder for the copy either way."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (file := file_of(parse(url))) is not None:
        copied(file, target)
    return file is not None


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    """One state of a PostgreSQL database, however long it is read; nothing can be written over it."""
    engine = create_engine(parse(url), connect_args={"options": _SNAPSHOT}, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _opened(target: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{target}", poolclass=NullPool, hide_parameters=True)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _in_one_file(target: Path) -> None:
    with closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA journal_mode=DELETE").fetchone()
    target.chmod(0o600)
