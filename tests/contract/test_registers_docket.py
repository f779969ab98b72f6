"""What takes two persons, on both databases (464.8 to 464.11)."""

from __future__ import annotations

import pytest

from tests.contract.registers import LATER, NOW
from workbench.store.registers import Registers
from workbench.store.registers.docket import Act
from workbench.wire.docket import Kind, State

pytestmark = pytest.mark.section("464.11")

BODY = {"agency": "Imperial County Sheriff ñ", "sources": ["department"], "paid": False}


def test_an_entry_comes_back_as_it_was_entered_with_what_was_done_under_it(registers: Registers) -> None:
    entered = registers.docket.enter(Kind.RELEASE, BODY, "ana", NOW, 7)
    registers.docket.add(entered.number, Act("fulfilled", {"name": "a.zip"}, "ana", LATER, 9))
    registers.docket.add(entered.number, Act("closed", {"reason": "done"}, "ana", LATER, 10))
    found = registers.docket.get(Kind.RELEASE, entered.number)
    assert found is not None
    assert (found.body, found.state, found.entered_at, found.record) == (BODY, State.WAITING, NOW, 7)
    assert [(act.what, act.at, act.record) for act in found.acts] == [("fulfilled", LATER, 9), ("closed", LATER, 10)]
    assert registers.docket.get(Kind.AGREEMENT, entered.number) is None
    assert registers.docket.get(Kind.RELEASE, entered.number + 1) is None


def test_what_waits_is_decided_once_and_ended_once(registers: Registers) -> None:
    first = registers.docket.enter(Kind.RELEASE, BODY, "ana", NOW, 7)
    second = registers.docket.enter(Kind.AGREEMENT, BODY, "ana", LATER, 8)
    assert [each.number for each in registers.docket.waiting()] == [first.number, second.number]
    assert not registers.docket.end(first.number), "it was not approved yet"
    assert registers.docket.decide(first.number, State.APPROVED, "adam", LATER, "fine", 11)
    assert not registers.docket.decide(first.number, State.REFUSED, "eve", LATER, "no", 12)
    assert [each.number for each in registers.docket.waiting()] == [second.number]
    assert registers.docket.end(first.number)
    assert not registers.docket.end(first.number)
    [found] = registers.docket.of(Kind.RELEASE)
    assert (found.state, found.decided_by, found.decided_at, found.reason) == (State.DONE, "adam", LATER, "fine")


def test_what_is_referred_waits_for_nobody_here(registers: Registers) -> None:
    entered = registers.docket.enter(Kind.RELEASE, BODY, "ana", NOW, 7, State.REFERRED)
    assert registers.docket.waiting() == []
    assert not registers.docket.decide(entered.number, State.APPROVED, "adam", LATER, "", 8)
