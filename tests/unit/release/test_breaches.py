"""A breach is reported by anybody, measured by the log alone, told of, and closed by somebody else (464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.policy.people import NOW, Station, analyst, person, purpose, search
from workbench.errors import NotFound, Refused
from workbench.gate import Request
from workbench.policy.caller import Realm, Standing
from workbench.policy.roles import Operation, Role
from workbench.release.breaches import (
    breaches,
    closers,
    finish_breach,
    report_breach,
    scope_breach,
    tell_of_breach,
)
from workbench.wire.breach import AskScope, Breach, CloseBreach, NewBreach, NewNotice, Scope
from workbench.wire.docket import Kind, State

pytestmark = pytest.mark.section("464.10")

ADAM = person(Role.ADMINISTRATOR, name="adam")
HOUR = timedelta(hours=1)
WHAT = "A laptop with a signed-in session was left in a café."


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Ana sees three reads in two looks and takes out a file, Rosa sees one of them; Ben looks in vain, later."""
    with Station(tmp_path) as station:
        looked(station, "ana", ["a" * 32, "b" * 32])
        looked(station, "ana", ["b" * 32, "c" * 32], file={"file": {"name": "reads-record-9.csv"}})
        looked(station, "ana", ["d" * 32], realm=Realm.TRAINING)
        looked(station, "rosa", ["a" * 32])
        station.gate.event("hub.signin", "ana", "Test Police Department", {"client": {"address": "10.0.0.7"}})
        with pytest.raises(Refused):
            station.gate.admit(person(Role.VENDOR, name="vic"), purpose("vic"), search())
        station.clock = NOW + HOUR
        looked(station, "ben", [])
        station.gate.event("device.add", "device:car-7", "Test Police Department", {})
        yield station


def looked(
    station: Station, name: str, read_ids: list[str], realm: Realm = Realm.LIVE, file: dict[str, object] | None = None
) -> None:
    declared = purpose(name, declared_at=station.clock, last_used_at=station.clock, realm=realm)
    receipt = station.gate.admit(analyst(name), declared, search(realm=realm))
    station.gate.release(receipt, {"count": len(read_ids), "read_ids": read_ids, **(file or {})})


def reported(station: Station) -> Breach:
    said = NewBreach(what=WHAT, noticed_on=date(2026, 3, 2))
    return report_breach(station.gate, station.registers, analyst("rosa"), said)


def measured(station: Station, number: int, user: str = "", ends: timedelta = HOUR) -> Scope:
    said = AskScope(number=number, begins=NOW, ends=NOW + ends, user=user)
    return scope_breach(station.gate, station.reader, station.registers, ADAM, said)


def test_the_log_says_who_was_shown_how_much_each_read_once(station: Station) -> None:
    scope = measured(station, reported(station).number)
    assert [(each.user, each.searches, each.reads) for each in scope.people][:2] == [("ana", 2, 3), ("rosa", 1, 1)]
    assert scope.reads == 3
    ana = scope.people[0]
    assert (ana.files, ana.sign_ins, ana.records[0]) == (["reads-record-9.csv"], 1, 0)
    assert "10.0.0.7" in ana.addresses
    assert next(each for each in scope.people if each.user == "vic").refused == 1
    assert "ben" not in {each.user for each in scope.people}, "the period's end is not in it"


def test_one_person_or_one_device_can_be_looked_at_alone(station: Station) -> None:
    number = reported(station).number
    rosa = measured(station, number, "rosa")
    assert [(each.user, each.reads) for each in rosa.people] == [("rosa", 1)]
    device = measured(station, number, "device:car-7", 2 * HOUR)
    assert [(each.user, each.searches) for each in device.people] == [("device:car-7", 0)]
    assert measured(station, number, "nobody").people == []


def test_a_period_has_a_length() -> None:
    with pytest.raises(ValidationError):
        AskScope(number=1, begins=NOW, ends=NOW)


def test_everything_that_was_done_is_kept_with_the_breach_and_on_record(station: Station) -> None:
    number = reported(station).number
    scope = measured(station, number)
    said = NewNotice(
        number=number, to="City attorney", on=date(2026, 3, 3), way="letter", words="Three reads were seen by one."
    )
    notice = tell_of_breach(station.gate, station.registers, ADAM, said)
    [told] = breaches(station.gate, station.registers, ADAM).breaches
    assert (told.scopes, told.notices, told.state) == ([scope], [notice], State.OPEN)
    assert told.reported.what == WHAT
    assert station.reader.get(notice.record).action == "breach.notice"
    assert station.reader.get(scope.record + 1).body["reads"] == 3


def test_closing_is_asked_for_by_one_and_decided_by_neither_of_those_who_entered_it(station: Station) -> None:
    number = reported(station).number
    finish = CloseBreach(number=number, outcome="The session was ended within minutes; nothing was read.")
    finish_breach(station.gate, station.registers, ADAM, finish)
    entry = station.registers.docket.get(Kind.BREACH, number)
    assert entry is not None
    assert (entry.state, closers(entry)) == (State.WAITING, {"rosa", "adam"})
    for attempt in (
        lambda: measured(station, number),
        lambda: finish_breach(station.gate, station.registers, ADAM, finish),
    ):
        with pytest.raises(NotFound, match="is open"):
            attempt()
    docket = station.registers.docket
    assert docket.decide(number, State.OPEN, "eve", station.clock, "Nobody was told of it yet.", 0)
    assert measured(station, number).reads == 3, "refused, it is open again"


def test_whoever_may_sign_in_may_report_and_administrators_alone_see_and_deal_with_it(station: Station) -> None:
    otto = person(Role.OFFICER, name="otto", standing=Standing())
    said = NewBreach(what=WHAT, noticed_on=date(2026, 3, 2))
    number = report_breach(station.gate, station.registers, otto, said).number
    ask = AskScope(number=number, begins=NOW, ends=NOW + HOUR)
    for attempt in (
        lambda: breaches(station.gate, station.registers, analyst()),
        lambda: scope_breach(station.gate, station.reader, station.registers, analyst(), ask),
    ):
        with pytest.raises(Refused):
            attempt()
    device = Request("breach.report", Operation.DECLARE, {})
    with pytest.raises(Refused):
        station.gate.admit(person(Role.VENDOR, name="vic"), None, device)
