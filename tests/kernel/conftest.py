"""What the tests of the kernel share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.seat import Seat, seat
from tests.kernel.standin import DRAFT, StandIn


@pytest.fixture(scope="module")
def custodian() -> Iterator[StandIn]:
    """A custodian on a socket with a short path."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, StandIn(Path(folder)) as standing:
        yield standing


@pytest.fixture(scope="module")
def gated(custodian: StandIn) -> Iterator[Seat]:
    """A kernel in which no purpose is ever declared."""
    with seat(custodian) as taken:
        yield taken


@pytest.fixture
def fresh(custodian: StandIn) -> Iterator[Seat]:
    """A kernel of the test's own, in which no purpose is declared yet."""
    with seat(custodian) as taken:
        yield taken


@pytest.fixture
def declared(fresh: Seat) -> Seat:
    """A kernel in which a purpose was declared over the dialog's comm."""
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "declare", "draft": DRAFT})
    fresh.state(comm, declared=True)
    return fresh
