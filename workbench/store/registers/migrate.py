"""Bringing the registers to this version's schema, with Alembic, whichever process comes first (464.10).

What an earlier release left is looked at first on a copy: migrated there, held against what stood, and thrown away.
Then the real one is migrated in one transaction that is held against the same: what fails leaves everything as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, StaticPool, create_engine, func, inspect, select, table, text
from sqlalchemy.exc import SQLAlchemyError

from workbench.accesslog.diagnosis import diagnosis
from workbench.errors import ConfigError, StoreUnavailable
from workbench.store.registers.tables import Base

_LOCK = 464_000_001
"""PostgreSQL's advisory lock for migrations; SQLite's writer lock is held by the transaction itself."""
_VERSION = "alembic_version"
_STEPS = Path(__file__).with_name("migrations")

_ONE_AT_A_TIME = Lock()
"""Alembic keeps the running migration in a global of its module."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """From which schema to which, and how many rows there are, as there were before."""

    before: str
    after: str
    rows: int


def upgrade(engine: Engine) -> Upgrade | None:
    """Bring a database to this version's schema; None when it was there already, or is new.

    ``ConfigError`` for registers newer than the program, ``StoreUnavailable`` when an earlier release's can't be
    brought here without a loss: then they stand as they were, for the earlier version to go on with.
    """
    if engine.dialect.name == "sqlite" and (file := engine.url.database):
        _rehearse(Path(file))
    try:
        with engine.begin() as connection:
            return migrate(connection)
    except CommandError as error:
        raise _newer(error) from error


def migrate(connection: Connection) -> Upgrade | None:
    """Run what is missing in the open transaction, and look whether everything is still there."""
    if connection.dialect.name == "postgresql":
        lock(connection)
    with _ONE_AT_A_TIME:
        made = config(connection)
        before, after = revision(connection), head()
        if before == after:
            return None
        stood = _rows(connection) if before else {}
        try:
            command.upgrade(made, "head")
        except CommandError:
            raise
        except Exception as error:  # whatever a step could not do, it did to nothing
            if not before:
                raise
            told = diagnosis(error) if isinstance(error, SQLAlchemyError) else type(error).__name__
            raise _refused(before, after, told) from None
        if not before:
            return None
        if lost := _lost(connection, stood):
            raise _refused(before, after, lost)
    return Upgrade(before, after, sum(stood.values()))


def lock(connection: Connection) -> None:
    """Keep every other migration of a PostgreSQL's registers waiting until the open transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def revision(connection: Connection) -> str:
    """The schema that the registers have, empty for none."""
    if not inspect(connection).has_table(_VERSION):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _rehearse(file: Path) -> None:
    """The same on a copy that has no name and goes with its connection; nothing of it is kept."""
    if _is_here(file):
        return
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as real:
            real.backup(copy)
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool, hide_parameters=True)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                done = migrate(connection)
                broken = _broken(connection) if done else ""
                connection.exec_driver_sql("ROLLBACK")
        except CommandError as error:
            raise _newer(error) from error
        if done and broken:
            raise _refused(done.before, done.after, broken)


def _is_here(file: Path) -> bool:
    """Whether there is nothing to be rehearsed: a new database, or one that has this version's schema."""
    if not file.exists() or file.stat().st_size == 0:
        return True
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as real:
        if real.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_VERSION,)).fetchone() is None:
            return True
        (found,) = real.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    return found in (None, head())


def head() -> str:
    """The schema of this version."""
    return ScriptDirectory(str(_STEPS)).get_current_head() or ""


def _rows(connection: Connection) -> dict[str, int]:
    names = [name for name in inspect(connection).get_table_names() if name != _VERSION]
    return {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}


def _lost(connection: Connection, stood: Mapping[str, int]) -> str:
    """What is not as it was, or as the program declares it; empty for nothing."""
    stands = _rows(connection)
    if less := {name: (rows, stands.get(name)) for name, rows in stood.items() if stands.get(name) != rows}:
        return "; ".join(f"{name}: {rows} rows before, {now} after" for name, (rows, now) in less.items())
    differs = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    return f"the schema differs in {len(differs)} places" if differs else ""


def _broken(connection: Connection) -> str:
    """What SQLite finds wrong in the copy; empty for nothing."""
    if (told := connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()) != "ok":
        return f"integrity check: {str(told)[:60]}"
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return f"a row of {loose[0]} refers to nothing" if loose else ""


def _refused(before: str, after: str, told: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"The registers of an earlier version (schema {before}) can't be brought to this one's ({after}).",
        how="Nothing was changed. Start the earlier version again, and tell the operator; see docs/operating.md.",
        diagnostic=told,
    )


def _newer(error: CommandError) -> ConfigError:
    return ConfigError(
        "The registers were written by a newer version of the workbench.",
        how="Start that version, or restore the backup that was made before it.",
        diagnostic=str(error),
    )


def config(connection: Connection) -> Config:
    """Alembic's configuration, in code: there is no alembic.ini to find in a wheel."""
    made = Config()
    made.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
