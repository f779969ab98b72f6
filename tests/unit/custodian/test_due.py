"""What waits for somebody stands on the first page, and only for who may do it (464.3.1, 464.9, 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from hub_config.roles import PAGE_ONLY
from tests.policy.people import TRAINED, VERSION, Station, analyst, person
from workbench.accesslog.notary import Notary
from workbench.custodian.due import due_for
from workbench.custodian.services import Services
from workbench.gate import Gate
from workbench.policy.caller import Caller
from workbench.policy.roles import Role
from workbench.retention.holding import place_hold
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.docket import Kind, State
from workbench.wire.retention import PlaceHold
from workbench.wire.training_sessions import OpenSession

pytestmark = pytest.mark.section("464.9", "464.10", "464.3.1")

ADAM, EVE = (person(Role.ADMINISTRATOR, name=name) for name in ("adam", "eve"))


@dataclass(frozen=True)
class _Rooms:
    gate: Gate
    registers: Registers
    settings: Settings
    notary: Notary


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station(tmp_path) as made:
        install(made, VERSION)
        yield made


KERNEL = replace(ADAM, operations=ADAM.operations - PAGE_ONLY)
"""Adam as his notebook is known: what only the signed-in pages may do is on no server's token."""


def told(station: Station, caller: Caller = KERNEL) -> list[str]:
    with closing(Notary(lambda: station.journal.end, station.url, station.keys)) as notary:
        rooms = _Rooms(station.gate, station.registers, Settings(), notary)
        return [each.text for each in due_for(caller, cast("Services", rooms))]


def hold(station: Station, case: str, days: int) -> None:
    day = station.clock.date() + timedelta(days=days)
    said = PlaceHold(case_number=case, reason="Discovery request of the defence", review_by=day)
    place_hold(station.gate, station.registers, ADAM, said, "America/Los_Angeles")


def test_a_hold_is_told_from_its_day_of_review_on_and_four_of_them_as_a_number(station: Station) -> None:
    hold(station, "26-1", 5)
    hold(station, "26-9", 50)
    assert told(station) == []
    station.clock += timedelta(days=5)
    assert told(station) == ["Holds to be looked at again: 26-1."]
    for case in ("26-2", "26-3", "26-4"):
        hold(station, case, 1)
    station.clock += timedelta(days=1)
    assert told(station) == ["Holds to be looked at again: 26-1, 26-2, 26-3 and 1 more."]


def test_open_breaches_and_what_others_entered_are_told_and_nothing_of_ones_own(station: Station) -> None:
    docket = station.registers.docket
    body = {"what": "A laptop was left in a café.", "noticed_on": "2026-03-02"}
    docket.enter(Kind.BREACH, body, "rosa", station.clock, 1, State.OPEN)
    docket.enter(Kind.POLICY, {"version": "2", "sha256": "ab", "text": "x"}, "adam", station.clock, 2)
    assert told(station) == ["1 breach to be dealt with."]
    assert told(station, EVE) == [
        "1 breach to be dealt with.",
        "1 entry waits for your decision, on the page Decisions.",
    ]


@pytest.mark.section("464.6")
def test_overdue_audits_are_told_to_administrators_before_anything_else(station: Station) -> None:
    hold(station, "26-1", 5)
    station.clock += timedelta(days=110)
    assert told(station) == ["Overdue: the audit of 2026-Q1.", "Holds to be looked at again: 26-1."]
    station.clock += timedelta(days=3 * 365)
    assert told(station)[0] == "Overdue: the audit of 2026-Q1 and 12 quarters more."
    assert told(station, analyst()) == []


def install(station: Station, version: str) -> None:
    station.registers.policies.install(version, "Words of the policy.", "adam", 2, station.clock)


@pytest.mark.section("464.4.1", "464.12")
def test_a_training_that_ends_soon_and_a_new_policy_are_told_to_whom_they_concern(station: Station) -> None:
    ending = replace(TRAINED, signed_off_at=station.clock, trained_until=station.clock + timedelta(days=60))
    assert told(station, analyst(standing=ending)) == []
    station.clock += timedelta(days=50)
    (text,) = told(station, analyst(standing=ending))
    assert "Your ALPR training ends on 2026-05-01, in 10 days" in text
    install(station, "999")
    (text,) = told(station, analyst(standing=ending))
    assert text.startswith("The policy is now version 999")


@pytest.mark.section("464.12")
def test_a_session_to_come_is_told_to_who_is_on_its_roster(station: Station) -> None:
    at = station.clock + timedelta(days=1)
    said = OpenSession(title="New officers", starts_at=at, agenda="All", place="Room 2", roster=["ana"])
    station.registers.training_sessions.open(said, "tess", station.clock, 3)
    (text,) = told(station, analyst())
    assert "Training session “New officers” with tess" in text
    assert "Room 2. You are on its roster." in text
    assert told(station) == []
    station.clock += timedelta(days=2)
    assert told(station, analyst()) == []


@pytest.mark.section("464.10(b)")
def test_a_search_behind_broken_glass_is_told_to_every_administrator_but_its_asker(station: Station) -> None:
    station.registers.docket.enter(Kind.GLASS, {"why": "x"}, "ana", station.clock, 7)
    (text,) = told(station)
    assert text.startswith("ana searched without a second person: to be looked at by 2026-03-05 04:00")
    station.clock += timedelta(days=3)
    assert [each.split(":")[1].split(" 2026")[0] for each in told(station)] == [" OVERDUE since"]
    station.registers.docket.enter(Kind.GLASS, {"why": "x"}, "adam", station.clock, 8)
    assert len(told(station)) == 1
    assert told(station, analyst()) == []


def test_nothing_is_told_to_who_may_not_do_it(station: Station) -> None:
    station.registers.docket.enter(Kind.BREACH, {}, "rosa", station.clock, 1, State.OPEN)
    assert told(station, analyst()) == []


@pytest.mark.section("464.5.2")
def test_a_password_that_others_may_know_is_told_to_administrators_until_another_one_is_given(station: Station) -> None:
    people = station.registers.people
    people.heard("account-add", "ana", {"by": "root", "roles": ["analyst"]}, station.clock, 1)
    people.heard("password-compromised", "ana", {}, station.clock, 2)
    assert [text.split(" says")[0] for text in told(station)] == ["ana"]
    assert told(station, analyst()) == []
    people.heard("signin", "ana", {}, station.clock, 3)
    assert len(told(station)) == 1
    people.heard("account-password", "ana", {}, station.clock, 4)
    assert told(station) == []
