"""464.6: the log can be gone through by those who audit, and nobody can unwrite it with our own tools."""

from __future__ import annotations

import inspect

import pytest

from tests.policy.people import Station, analyst, person, purpose, search
from workbench.accesslog.journal import Journal
from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import Kind
from workbench.audit.log_reading import read_log
from workbench.errors import PurposeRequired, Refused
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.wire.log import LogQuery

pytestmark = pytest.mark.section("464.6")


def test_administrators_and_auditors_read_the_log_and_nobody_else() -> None:
    assert {role for role, may in GRANTS.items() if Operation.READ_LOG in may} == {
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }


def test_an_auditor_finds_a_search_by_case_and_its_count(station: Station) -> None:
    station.gate.release(station.gate.admit(analyst(), purpose(), search()), {"count": 4})
    auditor = person(Role.AUDITOR, name="olga")
    query = LogQuery(case_number="2026-00417")
    page = read_log(station.gate, station.reader, auditor, purpose("olga"), query, "UTC")
    assert [(entry.user, entry.count) for entry in page.entries] == [("ana", 4), ("ana", None)]


@pytest.mark.section("464.5(4)")
def test_going_through_the_log_says_why(station: Station) -> None:
    auditor = person(Role.AUDITOR, name="olga")
    with pytest.raises(PurposeRequired):
        read_log(station.gate, station.reader, auditor, None, LogQuery(), "UTC")
    with pytest.raises(Refused, match="declared by somebody else"):
        read_log(station.gate, station.reader, auditor, purpose("ana"), LogQuery(), "UTC")
    read_log(station.gate, station.reader, auditor, purpose("olga"), LogQuery(), "UTC")
    refused, borrowed, intent, result = station.records()
    assert (refused.kind, borrowed.kind) == (Kind.REFUSAL, Kind.REFUSAL)
    assert {record.case_number for record in (intent, result)} == {"2026-00417"}


def test_auditing_needs_no_access_to_reads() -> None:
    assert Operation.QUERY not in GRANTS[Role.AUDITOR]


def test_going_through_the_log_is_on_record_as_well(station: Station) -> None:
    read_log(station.gate, station.reader, person(Role.AUDITOR, name="olga"), purpose("olga"), LogQuery(), "UTC")
    assert [(record.user, record.action) for record in station.records()] == [("olga", "log.read")] * 2


def test_neither_writer_nor_reader_offers_a_way_to_change_a_record() -> None:
    def offers(kind: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(kind, callable) if not name.startswith("_")}

    # Shredding takes details away by two persons, and that a purge begins is kept beside the keys; the leaves, and the
    # tree over them, stay as they were.
    assert offers(Journal) == {"open", "append", "size", "waiting", "close", "shred", "keep_purge"}
    looks = {"page", "counts", "get", "shown", "between", "span", "older", "released_to", "leaf_hashes"}
    looks |= {"stood", "in_clear"}
    assert offers(LogReader) == {"open", "close"} | looks
