"""What all tests share: one running product a session."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import custodian as parts
from tests.house import House, opened


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The product as ``bin/up`` starts it, with its demonstration agency."""
    with opened() as running:
        yield running


@pytest.fixture(scope="session")
def custodian() -> Iterator[parts.Custodian]:
    """A custodian and a Hub without the rest of the house."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, parts.opened(Path(folder)) as running:
        yield running
