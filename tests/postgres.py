"""A PostgreSQL server of the tests' own: on a socket in a temporary folder, run by a user that isn't root.

The fixture is that of ``tests/conftest.py``: imported anywhere else it would be another one, with a server of its own.
A test that needs it and finds no binaries fails with a sentence that says so: it is never skipped silently.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin"))


class Postgres:
    """One server; ``database()`` gives the URL of a fresh database on it."""

    def __init__(self, binaries: Path, folder: Path, user: str | None) -> None:
        self._binaries = binaries
        self._folder = folder
        self._user = user
        self._numbers = itertools.count(1)
        self._run("initdb", "-D", "data", "-U", "tests", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c shared_buffers=16MB -c max_connections=50"
        self._run("pg_ctl", "-D", "data", "-w", "-t", "180", "-l", "log", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; ``immediate`` is what a power cut looks like to its clients."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def database(self, *, like: str = "") -> str:
        """The SQLAlchemy URL of a new database: empty, or with all that stands in another, which nobody has open."""
        name, pattern = f"test_{next(self._numbers)}", _name(like) if like else "template1"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
        return f"postgresql+psycopg://tests@/{name}?host={self._folder}"

    def execute(self, url: str, statement: str) -> None:
        """One statement in a database, past everything of ours."""
        with psycopg.connect(self._address(_name(url)), autocommit=True) as connection:
            connection.execute(statement)

    def tables(self, url: str) -> bytes:
        """Every byte of the tables of a database, as they stand on the disk."""
        with psycopg.connect(self._address(_name(url)), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            found = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert found
        folder = self._folder / "data" / "base" / str(found[0])
        return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    def _address(self, name: str) -> str:
        return f"host={self._folder} user=tests dbname={name}"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self._folder,
            user=self._user,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            log = self._folder / "log"
            raise RuntimeError(f"{program} failed: {done.stdout}\n{log.read_text() if log.exists() else ''}")


def _name(url: str) -> str:
    return url.split("/")[3].split("?")[0]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running server for the whole session, removed afterwards."""
    binaries = next((place for place in PLACES if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)
    if binaries is None:
        pytest.fail("PostgreSQL's initdb and pg_ctl were not found: install the package 'postgresql'.")
    user = _other_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, user)
    server = Postgres(binaries.resolve(), folder, user)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> str:
    """PostgreSQL refuses to run as root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
