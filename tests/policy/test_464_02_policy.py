"""464.2: official use only, and nothing is reachable for somebody who isn't known."""

from __future__ import annotations

import pytest

from tests.policy.people import Station, ask_for, person, purpose, search
from workbench.errors import Refused
from workbench.policy.roles import Operation
from workbench.policy.sections import RULES, Section

pytestmark = pytest.mark.section("464.2")


@pytest.mark.parametrize("operation", Operation, ids=str)
def test_somebody_without_a_role_reaches_nothing_at_all(station: Station, operation: Operation) -> None:
    with pytest.raises(Refused, match="no role in the ALPR programme"):
        station.gate.admit(person(), purpose(), ask_for(operation))


def test_the_attempt_of_somebody_without_a_role_is_on_record(station: Station) -> None:
    with pytest.raises(Refused):
        station.gate.admit(person(name="stranger"), None, search())
    (record,) = station.records()
    assert (record.user, record.body["outcome"]) == ("stranger", "refused")


def test_each_section_has_its_rule_in_our_own_words() -> None:
    assert set(RULES) == set(Section)
    assert all(rule.endswith(".") for rule in RULES.values())
