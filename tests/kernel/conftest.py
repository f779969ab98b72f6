"""What the tests of the kernel share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.custodian import PURPOSE, Custodian
from tests.kernel.seat import Seat, seat


@pytest.fixture(scope="module")
def gated(custodian: Custodian) -> Iterator[Seat]:
    """A kernel in which no purpose is ever declared."""
    with seat(custodian) as taken:
        yield taken


@pytest.fixture
def fresh(custodian: Custodian) -> Iterator[Seat]:
    """A kernel of the test's own, in which no purpose is declared yet."""
    with seat(custodian) as taken:
        yield taken


@pytest.fixture
def declared(fresh: Seat) -> Seat:
    """A kernel in which a purpose was declared over the dialog's comm."""
    comm = fresh.open_comm()
    fresh.state(comm, declared=False)
    fresh.tell(comm, {"type": "declare", "draft": PURPOSE})
    fresh.state(comm, declared=True)
    return fresh
