"""The two databases that the registers promise the same on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import standing
from tests.postgres import Postgres
from workbench.store.registers import Registers

NOW = datetime(2026, 3, 2, 17, 30, 0, 250_000, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/registers.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture(params=KINDS)
def registers_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of registers with nothing in them."""
    if request.param == "sqlite":
        return standing.in_file(tmp_path / "registers.sqlite")
    return standing.in_server(request.getfixturevalue("postgres"))


@pytest.fixture
def registers(registers_url: str) -> Iterator[Registers]:
    """Registers over it."""
    opened = Registers.open(registers_url, assent_minutes=15)
    yield opened
    opened.close()
