"""One writer at a time (464.5): two would each continue the same sequence of records."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from sqlalchemy.engine import Connection

from workbench.errors import LogUnavailable

_POSTGRES_KEY = 464_5
"""The advisory lock's number, within the log's own database."""


class FileLock:
    """An advisory lock on a file beside the log; it ends with the process, however that ends."""

    def __init__(self, file: Path) -> None:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            os.close(descriptor)
            raise second_writer(str(file)) from problem
        self._descriptor = descriptor

    @classmethod
    def of_log(cls, file: Path) -> Self:
        """The one that belongs to the log in this SQLite file; ``LogUnavailable`` while another process writes it."""
        return cls(file.with_name(file.name + ".lock"))

    def release(self) -> None:
        """Let another process write."""
        os.close(self._descriptor)


def lock_postgres(connection: Connection) -> None:
    """Hold the database's advisory lock for as long as this connection lives."""
    held = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_POSTGRES_KEY})").scalar_one()
    connection.commit()
    if not held:
        raise second_writer("the PostgreSQL database")


def second_writer(where: str) -> LogUnavailable:
    """The error for whoever comes second."""
    return LogUnavailable(
        "Another process writes this access log already; there can be only one.",
        how="Stop the other custodian first, or give this one a log of its own (log.url).",
        section="464.5",
        diagnostic=f"locked: {where}",
    )
