"""One agency for all tests of backups, copied for each, and its archives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.backup.ground import House, founded
from workbench.backup.names import Kind


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, dict[Kind, Path]]:
    """The agency, and archives of it that nobody changes."""
    house = founded(tmp_path_factory.mktemp("first"))
    return house, house.archived()


@pytest.fixture
def house(first: tuple[House, dict[Kind, Path]], tmp_path: Path) -> House:
    """A copy of the agency as it was when the archives were made."""
    copy = House(tmp_path / "copy")
    shutil.copytree(first[0].folder, copy.folder)
    copy.config.write_text(copy.config.read_text().replace(str(first[0].data), str(copy.data)))
    return copy


@pytest.fixture
def made(first: tuple[House, dict[Kind, Path]], house: House) -> dict[Kind, Path]:
    """Copies of the archives."""
    return {kind: house.folder / path.name for kind, path in first[1].items()}
