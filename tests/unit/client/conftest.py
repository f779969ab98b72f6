"""A client at a stand-in custodian over a real Unix socket."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.standin import TOKEN, StandIn
from workbench.client import Client
from workbench.client.transport import Transport


@pytest.fixture
def custodian() -> Iterator[StandIn]:
    """A custodian on a socket with a short path."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, StandIn(Path(folder)) as standing:
        yield standing


@pytest.fixture
def client(custodian: StandIn) -> Iterator[Client]:
    """Ana's client."""
    with Client(Transport(custodian.address, token=lambda: TOKEN)) as made:
        yield made
