"""A client whose line to the real custodian a test can cut in on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.custodian import Custodian
from tests.unit.client.relay import Relay
from workbench.client import Client
from workbench.client.transport import Transport


@pytest.fixture
def relay(custodian: Custodian) -> Iterator[Relay]:
    """The line, on a socket with a short path."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, Relay(custodian, Path(folder)) as standing:
        yield standing


@pytest.fixture
def client(relay: Relay) -> Iterator[Client]:
    """Ana's client."""
    with Client(transport=Transport(relay.address, token=relay.custodian.token)) as made:
        yield made
