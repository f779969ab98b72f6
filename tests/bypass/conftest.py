"""What all attempts share: the product, the controls, servers and kernels."""

from __future__ import annotations

import pytest

from tests.bypass.custodians import mortal, start_control, strong, weak
from tests.bypass.machine.seats import (
    free_port,
    gated_kernel,
    of_adam,
    of_ana,
    open_folder,
    ungated_kernel,
    unguarded,
)
from tests.bypass.weak_hub import weak_hub
from tests.house import House

__all__ = [
    "free_port",
    "gated_kernel",
    "mortal",
    "of_adam",
    "of_ana",
    "open_folder",
    "start_control",
    "strong",
    "ungated_kernel",
    "unguarded",
    "weak",
    "weak_hub",
]


@pytest.fixture(scope="session")
def house(house: House) -> House:
    """The product with servers of Ana's and Adam's: a new machine makes a person's OS user with the first one."""
    for name in ("ana", "adam"):
        house.environment(name)
    return house
