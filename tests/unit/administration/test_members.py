"""Suspending members and delegating work (464.3, 464.3.1): on record first, and never wider than it may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.policy.people import NOW, Station, ask_for, person
from tests.unit.administration.conftest import ADAM, EVE, known
from workbench.accesslog.record import Kind
from workbench.administration.members import delegate, end_delegation, readmit, suspend
from workbench.errors import AssentRequired, BadInput, NotFound, Refused
from workbench.policy.caller import Caller
from workbench.policy.delegation import DELEGABLE
from workbench.policy.roles import Operation, Role
from workbench.wire.programme import Delegate, EndDelegation, Readmit, Suspend

pytestmark = pytest.mark.section("464.3", "464.3.1")

OTTO = person(Role.OFFICER, name="otto")
WHY = "Keeps the hotlists while adam is away."


def wanted(**changes: Any) -> Delegate:
    said = {"username": "otto", "operations": ["hotlist"], "begins_at": NOW, "until": NOW + timedelta(days=30)}
    return Delegate.model_validate({**said, "reason": WHY, **changes})


def approve(station: Station, by: Caller = EVE) -> None:
    (row,) = station.registers.assents.pending(station.clock)
    station.registers.assents.answer(row.assent, by.username, True, "", station.clock, record=9)


def delegated(station: Station, **changes: Any) -> None:
    with pytest.raises(AssentRequired):
        delegate(station.gate, station.registers, ADAM, wanted(**changes), {})
    approve(station)
    delegate(station.gate, station.registers, ADAM, wanted(**changes), {"step_up": 3})


def test_work_is_delegated_once_a_second_administrator_approved_exactly_that(station: Station) -> None:
    with pytest.raises(AssentRequired):
        delegate(station.gate, station.registers, ADAM, wanted(), {})
    assert station.registers.delegations.all() == []
    with pytest.raises(Refused, match="approves a request of his or her own"):
        approve(station, ADAM)
    approve(station)
    with pytest.raises(AssentRequired):
        delegate(station.gate, station.registers, ADAM, wanted(operations=["hotlist", "retain"]), {})
    delegate(station.gate, station.registers, ADAM, wanted(), {"step_up": 3})
    (kept,) = station.registers.delegations.all()
    assert (kept.username, kept.operations, kept.by, kept.approved_by) == ("otto", ("hotlist",), "adam", "eve")
    record = station.reader.get(kept.record)
    assert (record.user, record.action, record.body["client"]["step_up"]) == ("adam", "delegation.grant", 3)
    with pytest.raises(AssentRequired):
        delegate(station.gate, station.registers, ADAM, wanted(), {"step_up": 4})
    assert len(station.registers.delegations.all()) == 1, "an approval counts once"


def test_a_delegate_does_the_named_work_for_the_named_time_and_nothing_else(station: Station) -> None:
    delegated(station)
    station.gate.admit(known(station, OTTO), None, ask_for(Operation.HOTLIST))
    with pytest.raises(Refused, match="does not include 'retain'"):
        station.gate.admit(known(station, OTTO), None, ask_for(Operation.RETAIN))
    station.clock = NOW + timedelta(days=30)
    with pytest.raises(Refused, match="does not include 'hotlist'"):
        station.gate.admit(known(station, OTTO), None, ask_for(Operation.HOTLIST))


def test_a_delegation_that_is_to_come_opens_nothing_yet_and_one_taken_back_nothing_more(station: Station) -> None:
    delegated(station, begins_at=NOW + timedelta(days=1))
    assert station.registers.delegations.held("otto", NOW) == frozenset()
    later = NOW + timedelta(days=1)
    assert station.registers.delegations.held("otto", later) == {Operation.HOTLIST}
    number = station.registers.delegations.all()[0].delegation
    end_delegation(station.gate, station.registers, ADAM, EndDelegation(delegation=number))
    assert station.registers.delegations.held("otto", later) == frozenset()
    with pytest.raises(NotFound):
        end_delegation(station.gate, station.registers, ADAM, EndDelegation(delegation=number))


def test_a_delegate_with_everything_that_can_be_delegated_widens_nobodys_rights(station: Station) -> None:
    """The attack: whoever was given all of it tries each act that would give more, from a page with a password."""
    delegated(station, operations=sorted(DELEGABLE))
    otto = known(station, OTTO)
    assert otto.operations >= DELEGABLE
    attempts = [
        lambda: delegate(station.gate, station.registers, otto, wanted(username="vic"), {"step_up": 3}),
        lambda: delegate(station.gate, station.registers, otto, wanted(until=NOW + timedelta(days=300)), {}),
        lambda: suspend(station.gate, station.registers, otto, Suspend(username="adam", reason=WHY)),
        lambda: readmit(station.gate, station.registers, otto, Readmit(username="otto"), {}),
        lambda: end_delegation(station.gate, station.registers, otto, EndDelegation(delegation=1)),
        *(lambda each=each: station.gate.admit(otto, None, ask_for(each)) for each in (
            Operation.ADMINISTER, Operation.APPROVE, Operation.TRAIN)),
    ]  # fmt: skip
    for attempt in attempts:
        before = len(station.records())
        with pytest.raises(Refused) as refused:
            attempt()
        assert not isinstance(refused.value, AssentRequired)
        assert refused.value.section == "464.4"
        assert len(station.records()) == before + 1
    assert len(station.registers.delegations.all()) == 1
    assert not station.registers.people.suspended("adam")


def test_a_row_that_was_written_past_the_rule_opens_no_more_than_can_be_delegated(station: Station) -> None:
    span = (NOW, NOW + timedelta(days=1))
    station.registers.delegations.add("otto", list(Operation), span, WHY, ("adam", "eve"), 7)
    assert station.registers.delegations.held("otto", NOW) == DELEGABLE


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "adam"}, "to himself or herself"),
        ({"operations": ["administer"]}, "administer can't be delegated"),
        ({"operations": ["hotlist", "approve", "train"]}, "approve, train can't be delegated"),
        ({"username": "vic"}, "no member of the department"),
        ({"username": "nobody"}, "no member of the department"),
        ({"until": NOW}, "has an end"),
        ({"until": NOW + timedelta(days=367)}, "has an end"),
    ],
)
def test_what_can_not_be_delegated_is_refused_and_not_put_to_anybody(
    station: Station, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        delegate(station.gate, station.registers, ADAM, wanted(**changes), {})
    assert not isinstance(refused.value, AssentRequired)
    assert station.registers.assents.pending(station.clock) == []


def test_a_suspended_member_is_told_apart_and_readmitted_on_record(station: Station) -> None:
    suspend(station.gate, station.registers, ADAM, Suspend(username="otto", reason="Reported for private use."))
    person_ = station.registers.people.get("otto")
    assert person_ is not None
    assert person_.suspension is not None
    assert person_.suspension.record == station.records()[-1].index
    with pytest.raises(BadInput, match="already"):
        suspend(station.gate, station.registers, EVE, Suspend(username="otto", reason="Once more, for good."))
    back = Readmit(username="otto", reason="Unfounded.")
    with pytest.raises(AssentRequired, match="opens to a readmitted member again"):
        readmit(station.gate, station.registers, EVE, back, {"step_up": 3})
    assert station.registers.people.suspended("otto"), "one administrator alone readmits nobody"
    approve(station, ADAM)
    readmit(station.gate, station.registers, EVE, back, {"step_up": 4})
    assert not station.registers.people.suspended("otto")
    with pytest.raises(NotFound):
        readmit(station.gate, station.registers, EVE, Readmit(username="otto"), {})


def test_nobody_suspends_himself_and_the_attempt_is_on_record(station: Station) -> None:
    with pytest.raises(Refused, match="suspends himself"):
        suspend(station.gate, station.registers, ADAM, Suspend(username="adam", reason="Wants a holiday, truly."))
    last = station.records()[-1]
    assert (last.kind, last.action, last.body["section"]) == (Kind.REFUSAL, "person.suspend", "464.3.1")
    assert not station.registers.people.suspended("adam")


def test_alerts_come_again_after_a_readmission_unless_the_account_is_disabled(station: Station) -> None:
    for disabled in (False, True):
        suspend(station.gate, station.registers, ADAM, Suspend(username="otto", reason="Reported for private use."))
        assert station.registers.alerts.stopped("otto")
        if disabled:
            station.registers.people.heard("account-disable", "otto", {}, NOW, 9)
        with pytest.raises(AssentRequired):
            readmit(station.gate, station.registers, EVE, Readmit(username="otto"), {})
        approve(station, ADAM)
        readmit(station.gate, station.registers, EVE, Readmit(username="otto"), {})
        assert station.registers.alerts.stopped("otto") is disabled
