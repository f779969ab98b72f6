"""Log and registers from their files into a PostgreSQL (464.5, 464.10): both whole, held against the files, or nothing.

The way on for an agency that outgrew one machine, and back for one whose backup was restored into files. The keys, the
reads and the images stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, NullPool, Table, create_engine, delete, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from workbench.accesslog import schema
from workbench.accesslog.database import file_of, parse, reading
from workbench.accesslog.diagnosis import diagnosis
from workbench.accesslog.lock import FileLock, lock_postgres
from workbench.backup.rows import filled, fingerprint, numbered
from workbench.errors import BadInput, LogUnavailable, StoreUnavailable
from workbench.settings import Settings
from workbench.settings.parts import database_url
from workbench.store.registers import migrate
from workbench.store.registers.tables import Base

_OPTIONS = "-c synchronous_commit=on -c timezone=UTC"


@dataclass(frozen=True, slots=True)
class Moved:
    """What stands in both databases now: records of the log, and rows of the registers."""

    records: int
    rows: int


def moved(settings: Settings, log: str, registers: str) -> Moved:
    """Copy both into the databases of these URLs, which are empty. The files stay as they are.

    Raises ``BadInput`` for a URL that is no PostgreSQL's or tells a password, one database or one user for both, a
    database that has tables or is not in UTF-8, and where the configuration names no files; ``LogUnavailable`` while a
    custodian writes the log; ``StoreUnavailable`` where a database can't be used. Then neither database has anything;
    only a kill between the two commits, the last act of all, leaves the registers' one filled.
    """
    files = _file(settings.log.url, "log.url"), _file(settings.registers.url, "registers.url")
    _demand_two(log, registers)
    lock, stands = FileLock.of_log(files[0]), False
    try:
        with _told(), ExitStack() as opening:
            old_log, old_registers = (opening.enter_context(_read(file)) for file in files)
            _demand_schema(old_registers)
            new_log, new_registers = (opening.enter_context(_server(url)) for url in (log, registers))
            lock_postgres(new_log)
            _demand_another(new_registers)
            with _begun(new_registers, "--registers"):
                pass  # it is empty, and will be looked at again when hours were spent on the log
            with _begun(new_log, "--log"):
                records = _log_filled(old_log, new_log)
                with _begun(new_registers, "--registers"):
                    rows = _registers_filled(old_registers, new_registers)
                stands = True
            stands = False
            return Moved(records, rows)
    finally:
        try:
            if stands:
                _emptied(registers)
        finally:
            lock.release()


def _log_filled(old: Connection, new: Connection) -> int:
    schema.create(new)
    counts = filled(old, new, schema.tables())
    _demand_same(old, new, schema.tables())
    return counts[schema.records.name]


def _registers_filled(old: Connection, new: Connection) -> int:
    tables = Base.metadata.sorted_tables
    migrate.migrate(new)
    for table in reversed(tables):
        new.execute(delete(table))  # what a migration put there stands in the file, too
    counts = filled(old, new, tables)
    numbered(old, new, tables)
    _demand_same(old, new, tables)
    return sum(counts.values())


def _emptied(registers: str) -> None:
    """Take the registers out again, whose log was refused after them."""
    with _told(), _server(registers) as connection, connection.begin():
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))


def _demand_same(old: Connection, new: Connection, tables: Sequence[Table]) -> None:
    if differing := [table.name for table in tables if fingerprint(old, table) != fingerprint(new, table)]:
        raise StoreUnavailable(
            f"The database gives back something else than it was given: {', '.join(differing)}.",
            how="Nothing was moved. Has it triggers of somebody else's?",
            section="464.5",
        )


def _file(url: str, key: str) -> Path:
    if (file := file_of(parse(url))) is None:
        raise BadInput(
            "It names a server already.", where=key, how="Only what stands in files is moved.", section="464.10"
        )
    return file


def _demand_two(log: str, registers: str) -> None:
    """Two URLs that a configuration could name, of a server, each with a user of its own."""
    users = []
    for url, option in ((log, "--log"), (registers, "--registers")):
        try:
            place = parse(database_url(url))
        except ValueError as problem:
            # The URL itself is not repeated: where a password is misplaced in it, anything may be one.
            told = (
                str(problem) if str(problem).startswith("must ") else "must be postgresql+psycopg://user@host/database"
            )
            raise BadInput("This is no database's URL.", where=option, how=f"It {told}.", section="464.10") from None
        if file_of(place) is not None:
            how = "Use postgresql+psycopg://user@host/database."
            raise BadInput("This is a file.", where=option, how=how, section="464.10")
        users.append(place.username)
    if users[0] == users[1]:
        how = "Give each database a user of its own, so that neither can change the other."
        raise BadInput("Both are of the same user.", where="--registers", how=how, section="464.10(a)")


def _demand_another(registers: Connection) -> None:
    """Such a lock is of one database: who holds the log's can't be given it once more in the same."""
    try:
        lock_postgres(registers)
    except LogUnavailable as problem:
        how = "Give each a database of its own, so that neither can change the other."
        raise BadInput("Both are the same database.", where="--registers", how=how, section="464.10(a)") from problem


def _demand_schema(registers: Connection) -> None:
    if (found := migrate.revision(registers)) != migrate.head():
        raise StoreUnavailable(
            f"The registers have the schema {found or 'of nothing'}, and this program writes {migrate.head()}.",
            how="Start the data service once: it brings them to its own. Then stop it, and move them.",
            section="464.10",
        )


def _demand_empty(connection: Connection, option: str) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    names = inspect(connection).get_table_names()
    if encoding != "UTF8":
        how = "Make the database anew with ENCODING 'UTF8' and TEMPLATE template0."
        raise BadInput(f"This database keeps text as {encoding}.", where=option, how=how, section="464.10")
    if names:
        raise BadInput(
            f"This database is not empty: it has {len(names)} tables.",
            where=option,
            how="Name a new database, so that nothing of another log or register is taken for this one's.",
            section="464.5",
        )


@contextmanager
def _read(file: Path) -> Iterator[Connection]:
    engine = reading(parse(f"sqlite:///{file}"))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # one state of it, whatever else has it open
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _server(url: str) -> Iterator[Connection]:
    engine = create_engine(parse(url), connect_args={"options": _OPTIONS}, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _begun(connection: Connection, option: str) -> Iterator[None]:
    """A transaction in a database that has no table, committed when the block ends and undone when it fails.

    A custodian that is started on it meanwhile waits, and finds what came of it.
    """
    with connection.begin():
        migrate.lock(connection)
        _demand_empty(connection, option)
        yield


@contextmanager
def _told() -> Iterator[None]:
    """What a database says, without the values in it."""
    try:
        yield
    except (SQLAlchemyError, OSError) as problem:
        raise StoreUnavailable(
            "The databases can't be moved.",
            how="Nothing was moved. Do the server, both databases and the files answer to this OS user?",
            diagnostic=diagnosis(problem),
            section="464.10",
        ) from None
