"""What all attempts share: the product, the controls, servers and kernels; and the table at the end of the run."""

from __future__ import annotations

import pytest

from tests.bypass import tally
from tests.bypass.attack import Ground, unrecorded
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each attempt with what came of it and of its control; then the reads that were given without a record."""
    found = tally.came(terminalreporter)
    if not (lines := tally.lines(found)):
        return
    terminalreporter.section("bypass attempts")
    for line in lines:
        terminalreporter.write_line(line)
    controls = sum(one.control is True for one in found.values())
    terminalreporter.write_line(f"attempts: {len(found)}, of {len({path.parent for path in found})} groups")
    terminalreporter.write_line(f"blocked or logged: {sum(one.blocked is True for one in found.values())}")
    terminalreporter.write_line(f"control runs in which the attack succeeded: {controls}")
    given = sum(told.reads for told in Ground.answers)
    terminalreporter.write_line(f"reads that the product gave to attackers: {given}")
    terminalreporter.write_line(f"reads released without a record: {unrecorded()}")
