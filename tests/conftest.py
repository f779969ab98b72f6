"""What all tests share: one running product a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House, opened


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product as ``bin/up`` starts it, with its demonstration agency."""
    with opened(tmp_path_factory.mktemp("house")) as running:
        yield running
