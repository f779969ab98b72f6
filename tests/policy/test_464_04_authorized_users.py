"""464.4: only the listed kinds of member, each for what the role is for; a vendor maintains and never reads."""

from __future__ import annotations

import pytest

from tests.policy.people import NOW, VERSION, Station, person, purpose, search
from workbench.errors import Refused
from workbench.policy.access import decide_access
from workbench.policy.caller import Realm
from workbench.policy.roles import GRANTS, Operation, Role

pytestmark = pytest.mark.section("464.4")

MAY = {
    Role.OFFICER: "declare learn health query review export share",
    Role.ADMINISTRATOR: "declare learn health ingest hotlist retain share read-log oversee administer approve",
    Role.DISPATCHER: "declare learn health query",
    Role.COMMUNITY_SERVICE_OFFICER: "declare learn health query",
    Role.ANALYST: "declare learn health query review export share ingest",
    Role.VENDOR: "health",
    Role.TRAINER: "declare learn health query train",
    Role.AUDITOR: "declare learn health read-log",
    Role.DEVICE: "ingest",
}


def test_the_table_of_roles_is_complete() -> None:
    assert set(MAY) == set(GRANTS) == set(Role)


@pytest.mark.parametrize("role", Role, ids=str)
@pytest.mark.parametrize("operation", Operation, ids=str)
def test_a_role_may_do_what_the_table_says_and_no_more(role: Role, operation: Operation) -> None:
    decision = decide_access(person(role), purpose(), operation, Realm.LIVE, NOW, VERSION)
    assert decision.allowed is (operation.value in MAY[role].split())
    if not decision.allowed:
        assert decision.section == "464.4"
        assert decision.reason
        assert decision.how


@pytest.mark.parametrize("realm", Realm, ids=str)
def test_a_vendor_reads_no_plate_not_even_a_made_up_one(station: Station, realm: Realm) -> None:
    with pytest.raises(Refused, match="Vendors maintain the system and never read plates"):
        station.gate.admit(person(Role.VENDOR), purpose(realm=realm), search(realm=realm))


def test_somebody_with_two_roles_may_do_what_either_may() -> None:
    both = person(Role.VENDOR, Role.AUDITOR)
    assert both.operations == GRANTS[Role.VENDOR] | GRANTS[Role.AUDITOR]


def test_what_a_person_may_do_comes_from_the_grant_and_not_from_the_role_alone(station: Station) -> None:
    from dataclasses import replace

    narrowed = replace(person(Role.ANALYST), operations=frozenset({Operation.LEARN}))
    with pytest.raises(Refused, match="does not include 'query'"):
        station.gate.admit(narrowed, purpose(), search())
