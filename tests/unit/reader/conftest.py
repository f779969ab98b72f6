"""One reader for the tests that only ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.reader.ground import RunningReader, reading


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningReader]:
    """A running reader with the fast profile."""
    with reading(tmp_path_factory.mktemp("rd")) as running:
        yield running
