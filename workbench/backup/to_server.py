"""Log and registers from their files into a PostgreSQL (464.5, 464.10): both whole, held against the files, or nothing.

The way on for an agency that outgrew one machine, and back for one whose backup was restored into files. The keys, the
reads and the images stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, NullPool, Table, create_engine, delete, inspect
from sqlalchemy.exc import SQLAlchemyError

from workbench.accesslog import schema
from workbench.accesslog.database import file_of, parse, reading
from workbench.accesslog.diagnosis import diagnosis
from workbench.accesslog.lock import FileLock, lock_postgres
from workbench.backup.rows import filled, fingerprint, numbered
from workbench.errors import BadInput, StoreUnavailable
from workbench.settings import Settings
from workbench.store.registers.migrate import head, migrate, revision
from workbench.store.registers.tables import Base

_OPTIONS = "-c synchronous_commit=on -c timezone=UTC"


@dataclass(frozen=True, slots=True)
class Moved:
    """What stands in both databases now: records of the log, and rows of the registers."""

    records: int
    rows: int


def moved(settings: Settings, log: str, registers: str) -> Moved:
    """Copy both into the databases of these URLs, which are empty. The files stay as they are.

    Raises ``BadInput`` for a URL that is no PostgreSQL's, one database for both, one that has tables, and where the
    configuration names no files; ``LogUnavailable`` while a custodian writes the log; ``StoreUnavailable`` where a
    database can't be used. Then neither database has anything.
    """
    files = _file(settings.log.url, "[log] url"), _file(settings.registers.url, "[registers] url")
    _demand_two(log, registers)
    lock = FileLock.of_log(files[0])
    try:
        with _told(), ExitStack() as opening:
            old_log, old_registers = (opening.enter_context(_read(file)) for file in files)
            _demand_schema(old_registers)
            # Both are written, and looked at, before either is committed.
            new_registers = opening.enter_context(_empty(registers, "--registers"))
            new_log = opening.enter_context(_empty(log, "--log", alone=True))
            records = _log_filled(old_log, new_log)
            rows = _registers_filled(old_registers, new_registers)
    finally:
        lock.release()
    return Moved(records, rows)


def _log_filled(old: Connection, new: Connection) -> int:
    schema.create(new)
    filled(old, new, schema.tables())
    _demand_same(old, new, schema.tables())
    return fingerprint(new, schema.records)[0]


def _registers_filled(old: Connection, new: Connection) -> int:
    tables = Base.metadata.sorted_tables
    migrate(new)
    for table in reversed(tables):
        new.execute(delete(table))  # what a migration put there stands in the file, too
    rows = filled(old, new, tables)
    numbered(old, new, tables)
    _demand_same(old, new, tables)
    return rows


def _demand_same(old: Connection, new: Connection, tables: Sequence[Table]) -> None:
    if differing := [table.name for table in tables if fingerprint(old, table) != fingerprint(new, table)]:
        raise StoreUnavailable(
            f"The database gives back something else than it was given: {', '.join(differing)}.",
            how="Nothing was moved. Is its encoding UTF-8? Has it triggers of somebody else's?",
            section="464.5",
        )


def _file(url: str, key: str) -> Path:
    if (file := file_of(parse(url))) is None:
        raise BadInput(
            "It names a server already.", where=key, how="Only what stands in files is moved.", section="464.10"
        )
    return file


def _demand_two(log: str, registers: str) -> None:
    for url, option in ((log, "--log"), (registers, "--registers")):
        if file_of(parse(url)) is not None:
            how = "Use postgresql+psycopg://user@host/database."
            raise BadInput("This is a file.", where=option, how=how, section="464.10")
    if parse(log).set(password=None) == parse(registers).set(password=None):
        how = "Give each a database and a user of its own, so that neither can change the other."
        raise BadInput("Both options name the same database.", where="--registers", how=how, section="464.10(a)")


def _demand_schema(registers: Connection) -> None:
    if (found := revision(registers)) != head():
        raise StoreUnavailable(
            f"The registers have the schema {found or 'of nothing'}, and this program writes {head()}.",
            how="Start the data service once: it brings them to its own. Then stop it, and move them.",
            section="464.10",
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
def _empty(url: str, option: str, *, alone: bool = False) -> Iterator[Connection]:
    """A transaction in a database without a table, committed when the block ends and undone when it fails.

    ``alone`` keeps any other writer of a log out of it meanwhile.
    """
    engine = create_engine(parse(url), connect_args={"options": _OPTIONS}, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            if names := inspect(connection).get_table_names():
                raise BadInput(
                    f"This database is not empty: it has {len(names)} tables.",
                    where=option,
                    how="Name a new database, so that nothing of another log or register is taken for this one's.",
                    section="464.5",
                )
            connection.rollback()
            if alone:
                lock_postgres(connection)
            with connection.begin():
                yield connection
    finally:
        engine.dispose()


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
