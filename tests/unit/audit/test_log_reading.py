"""A look at the access log is itself on record, and shows what was asked but not which reads (464.6)."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from pydantic import ValidationError

from tests.policy.people import NOW, Station, analyst, person, purpose, search
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.audit.log_reading import read_log
from workbench.errors import BadInput, LogUnavailable, PurposeRequired, Refused
from workbench.policy.caller import Caller
from workbench.policy.roles import Role
from workbench.wire.base import Context
from workbench.wire.log import LogPage, LogQuery

pytestmark = pytest.mark.section("464.6")

ADMINISTRATOR = person(Role.ADMINISTRATOR, name="adam")
ZONE = "America/Los_Angeles"
AUDITOR = person(Role.AUDITOR, name="olga")


def look(station: Station, caller: Caller = ADMINISTRATOR, zone: str = ZONE, **filters: object) -> LogPage:
    why = purpose(caller.username, case_number="A-2026-1")
    return read_log(station.gate, station.reader, caller, why, LogQuery.model_validate(filters), zone)


@pytest.fixture
def searched(station: Station) -> Station:
    """Ana searched and found three reads; Ben was refused."""
    elements: dict[str, Any] = {
        "lookalikes": True,
        "window": {"start": "2026-02-01T00:00:00Z", "end": "2026-03-01T00:00:00Z"},
        "area": {"latitude": 32.792, "longitude": -115.563, "radius_m": 800.0},
    }
    receipt = station.gate.admit(analyst(), purpose(), search("7ABC*", **elements))
    station.gate.release(receipt, {"count": 3, "reads_digest": "d1", "reads": ["r1", "r2", "r3"]})
    with pytest.raises(PurposeRequired):
        station.gate.admit(analyst("ben"), None, search("9*"))
    return station


def test_an_administrator_sees_who_when_what_why_and_how_many(searched: Station) -> None:
    page = look(searched, user="ana", kind="result")
    (found,) = page.entries
    assert (found.index, found.user, found.time, found.count, found.intent) == (1, "ana", NOW, 3, 0)
    assert (found.case_number, found.category) == ("2026-00417", "stolen_or_wanted_vehicle")
    assert "Orange Avenue" in found.narrative
    assert "7ABC" in found.why_this_plate
    assert found.asked == (
        "plates like 7ABC*, look-alikes too, from 2026-01-31 16:00 PST until 2026-02-28 16:00 PST, "
        "within 800 m of 32.792, -115.563"
    )
    assert found.outcome == "released"


def test_a_refusal_is_shown_with_its_section_and_reason(searched: Station) -> None:
    (found,) = look(searched, kind="refusal").entries
    assert (found.user, found.section, found.count) == ("ben", "464.5", None)
    assert found.outcome.startswith("refused: No purpose")


def test_the_page_counts_all_that_fits(searched: Station) -> None:
    page = look(searched, limit=1)
    assert (len(page.entries), page.total) == (1, 3)
    assert page.counts_by_user == {"ana": 2, "ben": 1}
    assert page.counts_by_kind == {"intent": 1, "result": 1, "refusal": 1}


def test_a_look_is_on_record_before_and_after(searched: Station) -> None:
    page = look(searched, AUDITOR, user="ana", context=Context(notebook="audit.ipynb"))
    intent, result = searched.records()[-2:]
    assert page.record == intent.index
    assert (intent.kind, intent.user, intent.action) == (Kind.INTENT, "olga", "log.read")
    assert intent.body["elements"] == {"user": "ana"}
    assert intent.body["client"]["notebook"] == "audit.ipynb"
    assert result.kind is Kind.RESULT
    assert (result.body["intent"], result.body["count"], result.body["total"]) == (intent.index, 2, 2)


def test_a_look_shows_earlier_looks_and_not_itself(searched: Station) -> None:
    first = look(searched, AUDITOR)
    second = look(searched)
    assert [entry.index for entry in first.entries] == [2, 1, 0]
    assert [entry.action for entry in second.entries][:2] == ["log.read", "log.read"]
    assert second.entries[1].asked == "read the access log: all of it"


@pytest.mark.parametrize("caller", [ADMINISTRATOR, AUDITOR])
def test_nobody_sees_which_reads_were_released(searched: Station, caller: Caller) -> None:
    (found,) = look(searched, caller, kind="result").entries
    assert "reads" not in found.body
    assert (found.body["count"], found.body["reads_digest"]) == (3, "d1")
    assert "r2" not in found.model_dump_json()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}), ids=str)
def test_nobody_else_reads_the_log_and_the_attempt_is_on_record(searched: Station, role: Role) -> None:
    with pytest.raises(Refused) as told:
        look(searched, person(role, name="ned"))
    assert told.value.section == "464.4"
    last = searched.records()[-1]
    assert (last.kind, last.user, last.action) == (Kind.REFUSAL, "ned", "log.read")


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ({"start": NOW, "end": NOW - timedelta(days=1)}, "end"),
        ({"start": NOW, "end": NOW}, "end"),
        ({"kind": "search"}, "kind"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_a_filter_that_can_not_be_meant_is_told_before_anything(
    searched: Station, filters: dict[str, object], where: str
) -> None:
    with pytest.raises(BadInput) as told:
        look(searched, **filters)
    assert told.value.where == where
    assert len(searched.records()) == 3


def test_a_log_that_can_not_be_read_is_on_record_as_a_look_that_failed(searched: Station, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with sqlite3.connect(tmp_path / "log.sqlite") as log, sqlite3.connect(copy) as elsewhere:
        log.backup(elsewhere)
    reader = LogReader.open(f"sqlite:///{copy}", searched.keys)
    copy.unlink()
    with pytest.raises(LogUnavailable):
        read_log(searched.gate, reader, ADMINISTRATOR, purpose("adam"), LogQuery(), ZONE)
    assert searched.records()[-1].body["outcome"] == "failed"


def test_whatever_else_fails_is_on_record_and_shows_nothing(searched: Station) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        look(searched, zone="Nowhere/Land")
    intent, ended = searched.records()[-2:]
    assert (ended.body["intent"], ended.body["outcome"]) == (intent.index, "failed")
    assert ended.body["reason"] == "ZoneInfoNotFoundError"


@pytest.mark.parametrize(
    "filters",
    [
        {"before": 10**30},
        {"before": -1},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"end": "9999-12-31T23:59:59-14:00"},
    ],
    ids=str,
)
def test_a_number_or_a_time_without_measure_is_no_query(filters: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LogQuery.model_validate(filters)


def test_a_look_that_can_not_be_recorded_shows_nothing(searched: Station) -> None:
    searched.journal.close()
    with pytest.raises(LogUnavailable):
        look(searched)


def test_an_event_that_only_has_a_reason_is_told_by_it(searched: Station) -> None:
    searched.gate.event("log.witness-silent", "custodian", "Test", {"witness": "w1", "reason": "it was not reached"})
    (silent,) = look(searched, action="log.witness-silent").entries
    assert silent.outcome == "it was not reached"
