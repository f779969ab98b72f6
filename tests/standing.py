"""Registers that stand: made once by every migration, as a first start makes them, and copied for each test.

Most tests ask what the registers keep, not how their tables came to be; making those is what they would spend their
time on.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.store.registers import Registers

if TYPE_CHECKING:
    from tests.postgres import Postgres


def in_file(file: Path) -> str:
    """The URL of registers in a file, which is made unless it is there."""
    if not file.exists():
        file.write_bytes(_file())
    return f"sqlite:///{file}"


def in_server(server: Postgres) -> str:
    """The URL of registers in a new database of a server."""
    return server.database(like=_database(server))


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registers.sqlite"
        Registers.open(f"sqlite:///{file}").close()
        assert [path.name for path in file.parent.iterdir()] == [file.name], "all of it stands in the one file"
        return file.read_bytes()


@cache
def _database(server: Postgres) -> str:
    url = server.database()
    Registers.open(url).close()
    return url
