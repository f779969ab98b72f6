"""The same tests on both places that the log can be kept in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring

Opened = Callable[..., Journal]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new log may be kept."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/log.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    """The keys of the log."""
    return Keyring.open(tmp_path / "keys")


@pytest.fixture
def opened(keys: Keyring) -> Iterator[Opened]:
    """Opens journals and closes them after the test."""
    journals: list[Journal] = []

    def open_(url: str, **options: object) -> Journal:
        journals.append(Journal.open(url, keys, **options))  # type: ignore[arg-type]
        return journals[-1]

    yield open_
    for journal in journals:
        journal.close()
