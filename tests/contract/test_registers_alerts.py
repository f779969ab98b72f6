"""Alerts on both databases (464.7(g)): each hit once for each person and address, through stops and purges."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.registers import LATER, NOW
from tests.contract.test_registers_hotlists import entry, hit, install, receipt
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.alerts import AlertState

__all__ = ["receipt"]
pytestmark = pytest.mark.section("464.7(g)")

PEOPLE = [("ana", "mailto:ana@example.gov"), ("ana", "https://pager.example.gov/"), ("ben", "mailto:ben@example.gov")]


def hits(registers: Registers, receipt: Receipt, *names: str) -> None:
    registers.hits.add([hit(registers, receipt, name) for name in names], receipt)


def test_of_each_new_hit_everybody_is_told_once_at_each_address(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    hits(registers, receipt, "past")
    assert registers.alerts.make(PEOPLE, NOW) == 0
    hits(registers, receipt, "a", "b")
    assert (registers.alerts.make(PEOPLE, NOW), registers.alerts.make(PEOPLE, LATER)) == (2, 0)
    due = registers.alerts.due(NOW)
    assert [(alert.recipient, alert.address) for alert in due] == [*PEOPLE, *PEOPLE]
    assert len({alert.key for alert in due}) == 6
    assert {alert.sources for alert in due} == {frozenset({"department", "state"})}
    assert registers.alerts.due(NOW - timedelta(seconds=1)) == []


def test_what_is_put_off_is_due_later_and_what_has_ended_never(registers: Registers, receipt: Receipt) -> None:
    install(registers, entry("7ABC123"))
    registers.alerts.make(PEOPLE, NOW)
    hits(registers, receipt, "a")
    registers.alerts.make(PEOPLE, NOW)
    first, second, third = registers.alerts.due(NOW)
    registers.alerts.later(first.number, LATER, "it answered 503")
    registers.alerts.end(second.number, AlertState.SENT, NOW, 17)
    registers.alerts.end(third.number, AlertState.REFUSED, NOW, trouble="464.4.1")
    assert (registers.alerts.due(NOW), registers.alerts.next_due()) == ([], LATER)
    (again,) = registers.alerts.due(LATER)
    assert (again.key, again.attempts, again.made) == (first.key, 1, NOW)
    registers.alerts.end(first.number, AlertState.GIVEN_UP, LATER)
    assert registers.alerts.next_due() is None
    assert registers.alerts.states() == {AlertState.SENT: 1, AlertState.REFUSED: 1, AlertState.GIVEN_UP: 1}


@pytest.mark.section("464.9")
def test_alerts_of_purged_hits_go_and_the_next_hit_is_told_whatever_its_number(
    registers: Registers, receipt: Receipt
) -> None:
    install(registers, entry("7ABC123"))
    registers.alerts.make(PEOPLE[:1], NOW)
    hits(registers, receipt, "a", "b")
    registers.alerts.make(PEOPLE[:1], NOW)
    registers.hits.purge(frozenset, receipt)
    assert registers.alerts.states() == {}
    hits(registers, receipt, "c")
    assert registers.alerts.make(PEOPLE[:1], LATER) == 1
    (alert,) = registers.alerts.due(LATER)
    assert alert.made == LATER


def test_who_is_stopped_is_told_nothing_until_that_is_taken_back(registers: Registers) -> None:
    registers.alerts.stop("ana", NOW)
    registers.alerts.stop("ana", LATER)
    assert (registers.alerts.stopped("ana"), registers.alerts.stopped("ben")) == (True, False)
    registers.alerts.resume("ana")
    registers.alerts.resume("ana")
    assert not registers.alerts.stopped("ana")
