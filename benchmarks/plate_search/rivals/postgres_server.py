"""A PostgreSQL server of the benchmark's own, on a Unix socket, run by a user that isn't root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

_PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin"))
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "10",
    "work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",  # what compiles for longer than these queries take only slows them
    "fsync": "off",  # the benchmark's reads can be generated again
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "60"}
"""What a server that keeps an access log has to hold to, and a connection for each who reads it."""


class Server:
    """One server with its data in ``folder``, which another user must be able to enter when root starts it."""

    def __init__(self, folder: Path, memory_mb: int, *, durable: bool = False) -> None:
        self._binaries = _binaries()
        self._user = _other_user() if os.geteuid() == 0 else None
        self._socket = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path has at most 107 characters
        self._data = folder / "data"
        folder.mkdir(parents=True)
        for place in (folder, self._socket):
            if self._user:
                shutil.chown(place, self._user)
        self._run("initdb", "-D", self._data, "-U", "bench", "-A", "trust", "-N", "--locale=C", "-E", "UTF8")
        settings = {
            **_SETTINGS,
            **(_DURABLE if durable else {}),
            "shared_buffers": f"{memory_mb}MB",
            "maintenance_work_mem": f"{memory_mb // 2}MB",
        }
        told = " ".join(f"-c {name}={value}" for name, value in settings.items())
        options = f"-k {self._socket} {told}"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")

    @property
    def address(self) -> str:
        """For ``psycopg.connect``."""
        return f"host={self._socket} user=bench dbname=postgres"

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://bench@/postgres?host={self._socket}"

    def stop(self) -> None:
        """Stop it; its data are for the owner of the folder to remove."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._socket, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self._socket,
            user=self._user,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}")


def _binaries() -> Path:
    found = next((place for place in _PLACES if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)
    if found is None:
        raise RuntimeError("PostgreSQL's initdb and pg_ctl were not found: install the package 'postgresql'.")
    return found.resolve()


def _other_user() -> str:
    """PostgreSQL refuses to run as root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
