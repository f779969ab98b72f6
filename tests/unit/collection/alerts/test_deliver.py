"""Whom a hit is told to (464.4.1, 464.5, 464.7(f), 464.7(g)): asked when it is sent, on record before it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, VERSION, Station
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.hotlists.lists import install
from tests.unit.collection.hotlists.test_hits import reads
from workbench.accesslog.record import Kind, canonical
from workbench.collection.alerts.deliver import Deliverer, pause
from workbench.collection.alerts.words import Message
from workbench.errors import LogUnavailable, Unavailable
from workbench.settings.alerts import Alerts
from workbench.store.registers import Registers
from workbench.store.registers.alerts import AlertState

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(g)")

PLATE = "7ABC123"
TO = ("ana https://pager.example.gov/alpr",)


@dataclass
class Way:
    """Takes messages, unless it is told to fail."""

    fails: int = 0
    taken: list[tuple[str, Message]] = field(default_factory=list)
    tried: int = 0

    def send(self, address: str, message: Message, at: datetime) -> None:
        self.tried += 1
        if self.fails:
            self.fails -= 1
            raise Unavailable("The receiver of alerts did not take it.", diagnostic="it answered 503")
        self.taken.append((address, message))


class Office:
    """A station whose hits are told; ana is trained and holds the department's grant."""

    def __init__(self, station: Station, folder: Path, **given: Any) -> None:
        self.station, self.way = station, Way()
        self.desk = Desk(folder, station)
        self.registers: Registers = station.registers
        self._settings = SETTINGS.model_copy(update={"alerts": Alerts.model_validate({"to": TO, **given})})
        self.deliverer = self.started()
        self.registers.training.acknowledge("ana", VERSION, 1, NOW)
        self.registers.training.sign_off("ana", "tess", NOW + timedelta(days=90), 2, now=NOW)
        self.registers.sources.grant("ana", "department", "adam", 3)
        install(station, f"{PLATE},CA,,,,,\n")
        self.deliverer.round()

    def started(self) -> Deliverer:
        """As a custodian that starts anew makes one."""
        return Deliverer(self.station.gate, self.registers, self._settings, self.way, lambda: VERSION)

    def hit(self, count: int = 1) -> None:
        """So many reads of the listed plate, each at another second."""
        later = NOW - timedelta(hours=1) + timedelta(minutes=len(self.station.records()))
        self.desk.take(reads(*[(PLATE, "CA", 0.9)] * count, at=later))

    def states(self) -> dict[AlertState, int]:
        return self.registers.alerts.states()


@pytest.fixture
def office(station: Station, tmp_path: Path) -> Office:
    return Office(station, tmp_path)


def test_an_alert_says_that_a_hit_waits_under_which_record_and_names_no_plate(office: Office) -> None:
    office.hit()
    office.deliverer.round()
    ((address, message),) = office.way.taken
    before, after = office.station.records()[-2:]
    told = json.loads(message.body)
    assert (address, told["recipient"], told["hit"], told["record"]) == (TO[0].split()[1], "ana", 1, after.index)
    assert (before.user, before.action, after.body["intent"]) == ("alert:ana", "alerts.send", before.index)
    assert before.body["training_record"] == 2
    everything = message.body + message.text.encode() + message.subject.encode() + canonical(after.body)
    assert PLATE.encode() not in everything
    assert set(told) == {"kind", "alert", "agency", "recipient", "hit", "record", "sent", "message"}
    assert office.states() == {AlertState.SENT: 1}


def test_only_where_the_setting_says_so_it_names_the_plate_and_that_it_is_not_verified(
    station: Station, tmp_path: Path
) -> None:
    office = Office(station, tmp_path, plate=True)
    office.hit()
    office.deliverer.round()
    ((_, message),) = office.way.taken
    told = json.loads(message.body)
    assert (told["plate"], told["camera"], told["verified"], "UNVERIFIED" in told["mark"]) == (
        PLATE, "EC-04", False, True,
    )  # fmt: skip
    after = station.records()[-1]
    assert (after.body["count"], len(after.body["read_ids"])) == (1, 1)


@pytest.mark.section("464.4.1", "464.7(f)")
@pytest.mark.parametrize(
    ("change", "section"),
    [
        (lambda office: office.registers.training.sign_off("ana", "tess", NOW, 9, now=NOW), "464.4.1"),
        (lambda office: office.registers.training.acknowledge("ana", "older", 9, NOW), "464.4.1"),
        (lambda office: office.registers.sources.revoke("ana", "department"), "464.7(f)"),
        (lambda office: office.registers.alerts.stop("ana", NOW), "464.4"),
    ],
    ids=["training over", "older policy", "no grant", "account disabled"],
)
def test_whether_somebody_may_be_told_is_asked_when_it_is_sent_and_a_refusal_is_on_record(
    office: Office, change: Any, section: str
) -> None:
    office.hit()
    change(office)
    office.deliverer.round()
    office.deliverer.round()
    assert (office.way.tried, office.states()) == (0, {AlertState.REFUSED: 1})
    last = office.station.records()[-1]
    assert (last.kind, last.body["section"], last.user) == (Kind.REFUSAL, section, "alert:ana")
    assert len([each for each in office.station.records() if each.action == "alerts.send"]) == 1


def test_an_account_that_was_enabled_again_is_told_again(office: Office) -> None:
    office.registers.alerts.stop("ana", NOW)
    office.registers.alerts.resume("ana")
    office.hit()
    office.deliverer.round()
    assert office.states() == {AlertState.SENT: 1}


def test_what_fails_is_tried_again_with_the_same_key_more_and_more_rarely(office: Office) -> None:
    office.hit()
    office.way.fails = 3
    waits = []
    for _ in range(4):
        office.deliverer.round()
        due = office.registers.alerts.next_due()
        if due is not None:
            waits.append((due - office.station.clock).total_seconds())
            office.deliverer.round()  # nothing is due yet
            office.station.clock = due
    assert (waits, office.way.tried, office.states()) == ([5, 10, 20], 4, {AlertState.SENT: 1})
    assert len([each for each in office.station.records() if each.action == "alerts.send"]) == 2


def test_training_that_ends_between_two_attempts_ends_them(office: Office) -> None:
    office.hit()
    office.way.fails = 1
    office.deliverer.round()
    office.registers.sources.revoke("ana", "department")
    office.station.clock += timedelta(minutes=1)
    office.deliverer.round()
    assert (office.way.taken, office.states()) == ([], {AlertState.REFUSED: 1})


def test_a_stop_between_sending_and_keeping_that_leads_to_one_more_with_the_same_key(office: Office) -> None:
    office.hit()

    class Killed(BaseException):
        pass

    end = office.registers.alerts.end

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    office.registers.alerts.end = killed  # type: ignore[method-assign]
    with pytest.raises(Killed):
        office.deliverer.round()
    office.registers.alerts.end = end  # type: ignore[method-assign]
    office.started().round()
    office.started().round()
    keys = [message.key for _, message in office.way.taken]
    assert (len(keys), len(set(keys)), office.states()) == (2, 1, {AlertState.SENT: 1})


def test_what_can_not_be_delivered_for_a_day_is_given_up_loudly(office: Office) -> None:
    office.hit()
    office.way.fails = 99
    office.deliverer.round()
    office.station.clock += timedelta(hours=24)
    office.deliverer.round()
    assert (office.states(), office.registers.alerts.next_due()) == ({AlertState.GIVEN_UP: 1}, None)
    last = office.station.records()[-1]
    assert (last.action, last.kind, last.body["trouble"]) == ("alerts.failed", Kind.EVENT, "it answered 503")


def test_an_address_that_fails_holds_nobody_else_up(station: Station, tmp_path: Path) -> None:
    office = Office(station, tmp_path)
    office.hit(5)
    office.way.fails = 1
    office.deliverer.round()
    assert (office.way.tried, office.states()) == (1, {AlertState.WAITING: 5})


def test_nobody_is_told_of_the_past_and_each_hit_is_told_once(station: Station, tmp_path: Path) -> None:
    office = Office(station, tmp_path)
    office.hit(2)
    for _ in range(3):
        office.deliverer.round()
    assert len(office.way.taken) == 2
    office.registers.alerts.forget()
    office.hit(3)
    office.started().round()
    assert len(office.way.taken) == 2
    office.hit()
    office.started().round()
    assert len(office.way.taken) == 3


@pytest.mark.section("464.5")
def test_without_a_record_nothing_goes_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.hit()

    def full(*_: Any, **__: Any) -> None:
        raise LogUnavailable("The log can't be written.")

    monkeypatch.setattr(office.station.gate, "release", full)
    with pytest.raises(LogUnavailable):
        office.deliverer.round()
    assert (office.way.tried, office.states()) == (0, {AlertState.WAITING: 1})


def test_attempts_grow_rarer_up_to_a_quarter_of_an_hour() -> None:
    assert [pause(tries).total_seconds() for tries in (0, 1, 2, 7, 8, 100)] == [5, 10, 20, 640, 900, 900]
