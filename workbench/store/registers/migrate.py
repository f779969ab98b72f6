"""Bringing the registers to this version's schema, with Alembic, whichever process comes first (464.10)."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text

from workbench.errors import ConfigError

_LOCK = 464_000_001
"""PostgreSQL's advisory lock for migrations; SQLite's writer lock is held by the transaction itself."""


_ONE_AT_A_TIME = Lock()
"""Alembic keeps the running migration in a global of its module."""


def migrate(connection: Connection) -> None:
    """Run what is missing in the open transaction; ``ConfigError`` for registers newer than the program."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    try:
        with _ONE_AT_A_TIME:
            command.upgrade(config(connection), "head")
    except CommandError as error:
        raise ConfigError(
            "The registers were written by a newer version of the workbench.",
            how="Start that version, or restore the backup that was made before it.",
            diagnostic=str(error),
        ) from error


def config(connection: Connection) -> Config:
    """Alembic's configuration, in code: there is no alembic.ini to find in a wheel."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
