"""An office of the programme: gate, log and registers for real, two administrators and members whom the Hub told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.policy.people import NOW, Station, person
from workbench.policy.caller import Caller
from workbench.policy.roles import Role

ADAM = replace(person(Role.ADMINISTRATOR, name="adam"), may_assent=True)
EVE = replace(person(Role.ADMINISTRATOR, name="eve"), may_assent=True)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Adam, eve, otto the officer and vic the vendor have accounts."""
    with Station(tmp_path) as opened:
        opened.registers.policies.install("2026-01", "The policy.", "adam", 0, NOW)
        for name, role in (("adam", "administrator"), ("eve", "administrator"), ("otto", "officer"), ("vic", "vendor")):
            opened.registers.people.heard("account-add", name, {"by": "root", "roles": [role]}, NOW, 1)
        yield opened


def known(station: Station, who: Caller) -> Caller:
    """The same person with what is delegated to him or her at this moment, as the custodian would establish it."""
    return replace(who, operations=who.operations | station.registers.delegations.held(who.username, station.clock))
