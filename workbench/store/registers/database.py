"""The database under the registers: durable, safe for several threads and processes (464.10)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.pool import ConnectionPoolEntry

from workbench.accesslog.diagnosis import diagnosis
from workbench.errors import ConfigError, StoreUnavailable, WorkbenchError
from workbench.settings.parts import database_url
from workbench.store.registers.migrate import upgrade
from workbench.store.registers.tables import Base

BUSY_MS = 10_000
"""How long a writer waits for another process's write, in milliseconds."""


class Database:
    """Sessions that read and sessions that write; no foreign exception leaves it, nor the values in one."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._reader = self._engine.execution_options(alpr_reading=True)
        try:
            self.upgraded = upgrade(self._engine)
            """What was done to an earlier release's registers when they were opened."""
        except (SQLAlchemyError, sqlite3.Error) as error:
            self._engine.dispose()
            raise self._unavailable("opened", error) from None
        except WorkbenchError:
            self._engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session over one consistent state; ``StoreUnavailable`` when the database can't be read."""
        try:
            with Session(self._reader) as session:
                yield session
        except SQLAlchemyError as error:
            raise self._unavailable("read", error) from None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is durable when the block ends, and undone whole when it fails."""
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise self._unavailable("written", error) from None

    def settle(self, *tables: type[Base]) -> None:
        """Let no byte of what was deleted from these tables stand in the database's files (464.9).

        SQLite overwrites what it deletes, and its log is emptied here; PostgreSQL writes the tables anew.
        """
        try:
            if self._engine.dialect.name == "sqlite":
                connection = self._engine.raw_connection()
                try:
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                finally:
                    connection.close()
            else:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connected:
                    for table in tables:
                        connected.exec_driver_sql(f"VACUUM (FULL) {table.__tablename__}")
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._unavailable("written", error) from None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _unavailable(self, done: str, error: SQLAlchemyError | sqlite3.Error) -> StoreUnavailable:
        where = self._engine.url.render_as_string(hide_password=True)
        return StoreUnavailable(
            f"The registers can't be {done}.",
            how="Nothing was changed or released. Tell the operator.",
            diagnostic=f"{where}: {diagnosis(error)}",
        )


def upsert(session: Session, table: type[Base], values: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Insert a row, or replace what it holds besides ``keys``."""
    insert = _insert(session)(table).values(**values)
    changed = {name: insert.excluded[name] for name in values if name not in keys}
    session.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=changed))


def insert_unless_there(session: Session, table: type[Base], values: Mapping[str, Any], keys: Sequence[str]) -> bool:
    """Insert a row unless one with the same ``keys`` stands, and whether none did; two processes do no harm."""
    insert = _insert(session)(table).values(**values).on_conflict_do_nothing(index_elements=list(keys))
    return session.execute(insert.returning(getattr(table, keys[0]))).first() is not None


def insert_all_unless_there(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> None:
    """Insert rows with the same columns, leaving out those whose ``keys`` stand."""
    session.execute(_insert(session)(table).on_conflict_do_nothing(index_elements=list(keys)), list(rows))


def insert_or_add(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], keys: Sequence[str], number: str
) -> None:
    """Insert rows with the same columns; where one with the same ``keys`` stands, add to its ``number``."""
    insert = _insert(session)(table)
    more = {number: getattr(table, number) + insert.excluded[number]}
    session.execute(insert.on_conflict_do_update(index_elements=list(keys), set_=more), list(rows))


def standing_or_new(
    session: Session,
    table: type[Base],
    values: Mapping[str, Any],
    unique: InstrumentedAttribute[str | None],
    told: InstrumentedAttribute[str],
) -> str:
    """Insert a row unless one with the same ``unique`` stands; ``told`` of the one that stands now."""
    insert = _insert(session)(table).values(**values)
    # Setting the column to what it is locks the row that stands, so that nobody changes it under the answer.
    same = insert.on_conflict_do_update(index_elements=[unique.key], set_={unique.key: insert.excluded[unique.key]})
    found: str = session.execute(same.returning(told)).scalar_one()
    return found


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def _engine(url: str) -> Engine:
    try:
        place = database_url(url)
        engine = create_engine(place, pool_pre_ping=True, connect_args=_connect_args(url), hide_parameters=True)
    except (ValueError, ArgumentError) as error:
        raise ConfigError(
            "registers.url names no database that can be used.",
            how="Use sqlite:////absolute/path or postgresql+psycopg://user@host/database.",
            diagnostic=str(error),
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_durable)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _connect_args(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"timeout": BUSY_MS / 1000}
    return {"options": "-c synchronous_commit=on -c timezone=UTC"}


def _sqlite_durable(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver starts no transaction of its own: _sqlite_begin does
    settings = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON")
    for pragma in (*settings, f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that reads first and then writes could find its state gone."""
    reading = connection.get_execution_options().get("alpr_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
