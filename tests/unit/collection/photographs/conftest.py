"""A bench with a real reader, which the tests of these folders share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.collection.photographs.ground import PhotographBench
from tests.unit.collection.photographs.ground import bench as opened
from tests.unit.reader.ground import RunningReader, reading, settings_in


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReader]:
    """A running reader with the fast profile."""
    with reading(tmp_path_factory.mktemp("rd")) as running:
        yield running


@pytest.fixture
def bench(tmp_path: Path, reader: RunningReader) -> Iterator[PhotographBench]:
    """Hands in and reads."""
    with opened(tmp_path, reader.settings, reader.client) as made:
        yield made


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[PhotographBench]:
    """Hands in; nothing reads."""
    with opened(tmp_path, settings_in(tmp_path)) as made:
        yield made
