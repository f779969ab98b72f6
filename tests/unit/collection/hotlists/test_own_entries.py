"""Entries of our own (464.7.1(c), 464.7(g)): vouched for one by one, in force at once, gone when they are withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.hotlists.lists import TODAY, administrator, install
from tests.unit.collection.hotlists.test_hits import look, reads
from workbench.accesslog.record import Kind
from workbench.collection.hotlists import own_entries
from workbench.collection.hotlists.keep import list_hotlists
from workbench.collection.hotlists.own_entries import add_entry, page_of_entries, withdraw_entry
from workbench.errors import BadInput, NotFound, Refused
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.wire.hotlist_entries import EntryPage, EntryQuery, EntryWithdrawn, OwnChanged, OwnEntry
from workbench.wire.hotlists import OWN_LIST, HotlistQuery

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7.1(c)", "464.7(g)")

SAID: dict[str, Any] = {
    "plate": "7ABC123",
    "state": "CA",
    "reason": "vehicle of a felony",
    "case_number": "26-00417",
    "expiry": TODAY + timedelta(days=30),
}
ADAMS = purpose("adam")
Call = Callable[[Station, Caller, Purpose | None], object]


def enter(station: Station, caller: Caller | None = None, why: Purpose | None = ADAMS, **said: Any) -> OwnChanged:
    told = OwnEntry.model_validate({**SAID, **said})
    return add_entry(station.gate, station.registers, caller or administrator(), why, told, SETTINGS)


def withdraw(station: Station, entry_id: str, caller: Caller | None = None, why: Purpose | None = ADAMS) -> OwnChanged:
    told = EntryWithdrawn(entry_id=entry_id, note="The car was found.")
    return withdraw_entry(station.gate, station.registers, caller or administrator(), why, told, SETTINGS)


def page(station: Station, caller: Caller | None = None, why: Purpose | None = ADAMS, **asked: Any) -> EntryPage:
    query = EntryQuery.model_validate({"name": OWN_LIST, **asked})
    return page_of_entries(station.gate, station.registers, caller or administrator(), why, query, SETTINGS)


def test_an_entry_hits_from_the_next_batch_on_and_names_who_entered_it(station: Station, tmp_path: Path) -> None:
    told = enter(station, note="dent in the left door")
    assert (told.version, told.entries, told.entry.plate) == (1, 1, "7ABC123")
    assert Desk(tmp_path, station).take(reads(("7ABC123", "CA", 0.9), ("6XYZ999", "CA", 0.9))).hits == 1
    (hit,) = look(station).hits
    assert (hit.hotlist, hit.version, hit.case_number, hit.listed_note) == (
        OWN_LIST, 1, "26-00417", "dent in the left door",
    )  # fmt: skip
    (line,) = station.registers.hotlists.page(None, 10)
    assert (line.installed_by, line.record, line.format) == ("adam", told.record, "own")


def test_entering_and_withdrawing_are_versions_of_their_own_and_the_last_one_ends_the_list(station: Station) -> None:
    first, second = enter(station), enter(station, plate="6XYZ999")
    assert (second.version, second.entries) == (2, 2)
    assert {each.plate for each in page(station).entries} == {"7ABC123", "6XYZ999"}
    assert withdraw(station, first.entry.entry_id).entries == 1
    with pytest.raises(NotFound):
        withdraw(station, first.entry.entry_id)
    assert (withdraw(station, second.entry.entry_id).version, station.registers.hotlists.standing(OWN_LIST)) == (
        0,
        None,
    )
    assert enter(station).version == 4


def test_the_same_plate_for_the_same_case_is_renewed(station: Station) -> None:
    enter(station)
    told = enter(station, expiry=TODAY + timedelta(days=60), note="seen again")
    assert told.entries == 1
    (entry,) = page(station).entries
    assert (entry.note, entry.expires.date()) == ("seen again", TODAY + timedelta(days=61))
    assert enter(station, case_number="26-00999").entries == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"case_number": "none"}, "case number is none"),
        ({"plate": "not a plate at all"}, "plate can't be read"),
        ({"expiry": TODAY - timedelta(days=1)}, "has expired"),
        ({"expiry": TODAY + timedelta(days=91)}, "lasts 90 days at most"),
    ],
    ids=["case", "plate", "expired", "too long"],
)
def test_an_entry_that_nobody_can_vouch_for_is_refused_on_record(
    station: Station, said: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told) as error:
        enter(station, **said)
    assert error.value.section == "464.7.1(c)"
    assert station.records()[-1].kind is Kind.REFUSAL
    assert station.registers.hotlists.page(None, 10) == []
    assert enter(station, expiry=TODAY + timedelta(days=90)).entries == 1


@pytest.mark.parametrize("missing", ["plate", "reason", "case_number", "expiry"])
def test_case_reason_and_expiry_are_said_of_each_entry(missing: str) -> None:
    for given in ({missing: " "}, {}):
        said = {name: value for name, value in SAID.items() if name != missing} | given
        with pytest.raises(ValidationError):
            OwnEntry.model_validate(said)


@pytest.mark.section("464.4", "464.5")
@pytest.mark.parametrize(
    "call",
    [
        enter,
        page,
        lambda station, who, why: withdraw(station, "0" * 32, who, why),
    ],
    ids=["enter", "page", "withdraw"],
)
def test_nobody_keeps_entries_without_role_and_purpose(station: Station, call: Call) -> None:
    enter(station)
    for who, why in (
        (administrator(), None),
        (administrator(), purpose("ana")),
        (analyst("adam"), purpose("adam")),
    ):
        with pytest.raises(Refused):
            call(station, who, why)
        assert station.records()[-1].kind is Kind.REFUSAL
    assert len(page(station).entries) == 1


@pytest.mark.section("464.5")
def test_a_look_at_entries_is_on_record_twice_and_a_list_that_is_none_is_told(station: Station) -> None:
    enter(station)
    told = page(station)
    before, after = station.records()[-2:]
    assert (before.index, before.action, after.index, after.body["count"]) == (
        told.record, "hotlists.entries", told.result_record, 1,
    )  # fmt: skip
    with pytest.raises(NotFound):
        page(station, name="none")
    assert station.records()[-1].body["outcome"] == "failed"


@pytest.mark.section("464.7(f)")
def test_our_own_entries_are_shown_to_whoever_keeps_them_others_to_whoever_was_granted_them(station: Station) -> None:
    enter(station)
    install(station, "6XYZ999,CA,,,,,\n")
    keeper = replace(administrator(), sources=frozenset({"state"}))
    assert len(page(station, keeper).entries) == 1
    assert len(page(station, name="stolen").entries) == 1
    with pytest.raises(Refused) as told:
        page(station, keeper, name="stolen")
    assert told.value.section == "464.7(f)"


def test_what_expires_first_comes_first_and_what_is_due_is_counted(station: Station) -> None:
    for plate, days in (("7ABC123", 30), ("7ABC124", 3), ("7ABC125", 60)):
        enter(station, plate=plate, expiry=TODAY + timedelta(days=days))
    assert [each.plate for each in page(station).entries] == ["7ABC124", "7ABC123", "7ABC125"]
    assert [each.plate for each in page(station, skip=1, limit=1).entries] == ["7ABC123"]
    assert [each.plate for each in page(station, due="expiring").entries] == ["7ABC124"]
    assert [each.plate for each in page(station, plate=" 7abc 125 ").entries] == ["7ABC125"]
    station.clock = NOW + timedelta(days=10)
    expired = page(station, due="expired", why=purpose("adam", declared_at=station.clock, last_used_at=station.clock))
    assert [each.plate for each in expired.entries] == ["7ABC124"]
    line = list_hotlists(station.gate, station.registers, administrator(), HotlistQuery(), SETTINGS).lists[0]
    assert (line.expiring, line.expired, line.entries) == (0, 1, 3)


def test_there_are_so_many_entries_of_our_own_at_most(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_entries, "ALIKE", 2)
    for case in ("26-1", "26-2"):
        enter(station, case_number=case)
    with pytest.raises(BadInput, match="look like this one"):
        enter(station, plate="7A8C123")
    monkeypatch.setattr(own_entries, "MOST", 2)
    with pytest.raises(BadInput, match="2 entries of our own"):
        enter(station, plate="6XYZ999")
    assert enter(station, case_number="26-1", note="renewed").entries == 2


def test_no_file_is_installed_over_our_own_entries(station: Station) -> None:
    with pytest.raises(BadInput, match="typed in one by one"):
        install(station, "7ABC123,CA,,,,,\n", name=OWN_LIST)


def test_a_day_is_one_of_our_time() -> None:
    with pytest.raises(ValidationError):
        OwnEntry.model_validate({**SAID, "expiry": date(1900, 1, 1)})
