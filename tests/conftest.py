"""What all tests share: one running product a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House, opened


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The product as ``bin/up`` starts it, with its demonstration agency."""
    with opened() as running:
        yield running
