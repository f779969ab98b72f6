"""People, suspensions and delegations on both databases (464.3, 464.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.registers import LATER, NOW
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.store.registers.people import Person, Suspension

pytestmark = pytest.mark.section("464.3", "464.4")


def test_an_account_is_what_the_hub_told_last(registers: Registers) -> None:
    people = registers.people
    people.heard("signin-failed", "zoe", {}, NOW, 1)
    assert people.all() == []
    people.heard("account-add", "zoe", {"by": "root", "roles": ["officer"]}, NOW, 2)
    people.heard("account-roles", "zoe", {"by": "root", "roles": ["analyst", "trainer"]}, NOW, 3)
    people.heard("account-disable", "zoe", {"by": "root", "roles": []}, LATER, 4)
    assert people.get("zoe") == Person("zoe", ("analyst", "trainer"), True, "root", None, None, 4, None)
    people.heard("account-enable", "zoe", {}, LATER, 5)
    people.heard("signin", "zoe", {"roles": ["analyst"]}, LATER, 6)
    people.heard("signin", "ana", {"roles": ["analyst"]}, LATER, 7)
    assert [each.username for each in people.all()] == ["ana", "zoe"]
    assert people.get("zoe") == Person("zoe", ("analyst",), False, "root", LATER, None, 6, None)
    assert people.get("nobody") is None


@pytest.mark.section("464.5.2")
def test_a_password_that_others_may_know_is_kept_until_there_is_another_one(registers: Registers) -> None:
    people = registers.people
    people.heard("account-add", "zoe", {"by": "root", "roles": ["officer"]}, NOW, 2)
    for ends in ("account-password", "password-changed"):
        people.heard("password-compromised", "zoe", {}, LATER, 3)
        people.heard("signin", "zoe", {"roles": ["officer"]}, LATER, 4)
        kept = people.get("zoe")
        assert kept is not None
        assert kept.compromised_at == LATER
        people.heard(ends, "zoe", {}, LATER, 5)
        kept = people.get("zoe")
        assert kept is not None
        assert kept.compromised_at is None


def test_a_suspension_stands_until_it_is_ended_also_for_a_name_nobody_told_of(registers: Registers) -> None:
    people = registers.people
    assert people.suspend("zoe", "why ñ 車", "adam", NOW, 3)
    assert not people.suspend("zoe", "again", "eve", LATER, 4)
    assert people.suspended("zoe")
    people.heard("signin", "zoe", {"roles": []}, LATER, 5)
    kept = people.get("zoe")
    assert kept is not None
    assert kept.suspension == Suspension("why ñ 車", "adam", NOW, 3)
    assert people.readmit("zoe")
    assert not people.readmit("zoe")
    assert not people.suspended("zoe")


def test_delegations_are_held_while_they_stand(registers: Registers) -> None:
    delegations, until = registers.delegations, NOW + timedelta(days=3)
    delegations.add("zoe", [Operation.HOTLIST, Operation.INGEST], (NOW, until), "why", ("adam", "eve"), 3)
    delegations.add("zoe", [Operation.RETAIN], (LATER, until), "why", ("adam", "eve"), 4)
    assert delegations.held("zoe", NOW) == {Operation.HOTLIST, Operation.INGEST}
    assert delegations.held("zoe", LATER) == {Operation.HOTLIST, Operation.INGEST, Operation.RETAIN}
    assert delegations.held("zoe", until) == delegations.held("ana", NOW) == frozenset()
    newest, oldest = delegations.all()
    assert (newest.operations, oldest.operations, oldest.until) == (("retain",), ("hotlist", "ingest"), until)
    assert delegations.end(oldest.delegation, "adam", LATER, 5)
    assert not delegations.end(oldest.delegation, "adam", LATER, 6)
    assert delegations.held("zoe", LATER) == {Operation.RETAIN}
