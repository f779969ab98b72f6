"""Going on with a purpose in another notebook (464.5(4), 464.4.1): offered is what can be gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.policy.people import NOW, TRAINED, VERSION, Station, analyst, purpose
from workbench.custodian.routes.standing_purposes import standing
from workbench.policy.caller import Caller, Realm, Standing

pytestmark = pytest.mark.section("464.4.1")


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Any]:
    """A gate and registers with a purpose for the agency's reads and one for the training store."""
    with Station(tmp_path) as station:
        station.registers.policies.install(VERSION, "The policy.", "adam", 0, NOW)
        for name, realm in (("live", Realm.LIVE), ("training", Realm.TRAINING)):
            station.registers.purposes.add(purpose(purpose_id=name, realm=realm))
        yield SimpleNamespace(gate=station.gate, registers=station.registers)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        (analyst(), {"live", "training"}),
        (analyst(standing=replace(TRAINED, trained_until=NOW)), {"training"}),
        (analyst(standing=replace(TRAINED, acknowledged="2025-01")), {"training"}),
        (analyst(standing=Standing()), {"training"}),
        (analyst("ben"), set()),
    ],
    ids=["trained", "lapsed", "of an older policy", "never trained", "somebody else"],
)
def test_a_purpose_that_would_be_refused_is_not_offered(rooms: Any, who: Caller, offered: set[str]) -> None:
    assert {each.purpose_id for each in standing(who, rooms).purposes} == offered
