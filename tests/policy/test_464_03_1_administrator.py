"""464.3.1: the programme is run by its administrator; whoever administers is on record and stands apart."""

from __future__ import annotations

import pytest

from tests.policy.people import Station, ask_for, person, purpose, search
from workbench.errors import Refused
from workbench.policy.assents import decide_answerer
from workbench.policy.decision import Assent
from workbench.policy.roles import GRANTS, Operation, Role

pytestmark = pytest.mark.section("464.3.1")

ADMINISTRATOR = person(Role.ADMINISTRATOR, name="adam")


@pytest.mark.parametrize("operation", [Operation.ADMINISTER, Operation.APPROVE], ids=str)
def test_only_the_administrator_administers_and_approves(operation: Operation) -> None:
    assert {role for role, granted in GRANTS.items() if operation in granted} == {Role.ADMINISTRATOR}


def test_an_administrative_act_is_on_record(station: Station) -> None:
    receipt = station.gate.admit(ADMINISTRATOR, None, ask_for(Operation.ADMINISTER))
    assert station.reader.get(receipt.index).body["roles"] == ["administrator"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}), ids=str)
def test_administration_by_anybody_else_is_refused_on_record(station: Station, role: Role) -> None:
    with pytest.raises(Refused, match="does not include 'administer'"):
        station.gate.admit(person(role), None, ask_for(Operation.ADMINISTER))
    assert station.records()[0].body["outcome"] == "refused"


def test_running_the_programme_does_not_open_the_reads(station: Station) -> None:
    with pytest.raises(Refused, match="does not include 'query'"):
        station.gate.admit(ADMINISTRATOR, purpose("adam"), search())


@pytest.mark.parametrize(
    ("needs", "by", "allowed"),
    [
        (Assent.SECOND_PERSON, "adam", False),
        (Assent.SECOND_PERSON, "Adam", False),
        (Assent.SECOND_PERSON, "beth", True),
        (Assent.OWN, "adam", True),
        (Assent.OWN, "beth", False),
    ],
)
def test_nobody_approves_a_request_of_his_own(needs: Assent, by: str, allowed: bool) -> None:
    assert decide_answerer(needs, "adam", by).allowed is allowed


@pytest.mark.parametrize(("about", "allowed"), [("beth", False), ("Beth", False), ("ana", True), ("", True)])
def test_nobody_approves_what_opens_more_to_himself(about: str, allowed: bool) -> None:
    decision = decide_answerer(Assent.SECOND_PERSON, "adam", "beth", about)
    assert (decision.allowed, decision.section.value == "464.3.1") == (allowed, not allowed)
