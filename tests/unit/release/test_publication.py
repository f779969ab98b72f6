"""A transparency report tells what the log tells, the same bytes each time, and is published by two persons (464.8)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.policy.people import Station, analyst, person, purpose, search
from tests.unit.release.test_sharing import asked
from workbench.accesslog.events.actions import DEEDS
from workbench.accesslog.record import Kind
from workbench.errors import BadInput, Refused
from workbench.gate import Request
from workbench.policy.purpose import CATEGORY_LABELS, Category
from workbench.policy.quarters import Quarter
from workbench.policy.roles import Operation, Role
from workbench.release.publication.figures import AUDITS, TABLES
from workbench.release.publication.policies import propose_policy, put_in_force
from workbench.release.publication.publishing import decide_same, draft, propose, proposed, published
from workbench.release.publication.report import report, sha256_of, tally, text_of
from workbench.release.sharing import enter_release
from workbench.settings import Settings
from workbench.wire.docket import Kind as DocketKind
from workbench.wire.docket import State
from workbench.wire.publication import AskReport, Draft, NewPolicy, ProposeReport, Publication

pytestmark = pytest.mark.section("464.8")

ADAM = person(Role.ADMINISTRATOR, name="adam")
FIRST, SECOND = Quarter(2026, 1), Quarter(2026, 2)
SETTINGS = Settings()
ZONE = SETTINGS.agency.time_zone
SEARCHES = dict(zip(Category, (23, 12, 4, 31, 10, 0, 17, 40), strict=False))
"""How many of which purpose are made in the first quarter."""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A quarter's work: searches, refusals, training, holds, requests; then the next quarter has begun and ended."""
    with Station(tmp_path) as station:
        station.registers.policies.install("2026-01", "Sample", "adam", 0, station.clock - timedelta(days=20))
        for category, count in SEARCHES.items():
            searched(station, category, count)
        for _ in range(14):
            with pytest.raises(Refused):
                station.gate.admit(person(Role.VENDOR, name="vic"), purpose("vic"), search())
        for number in range(11):
            station.gate.event("training.sign-off", "tess", "Test Police Department", {"trainee": f"t{number}"})
            station.gate.admit(ADAM, None, Request("hold.place", Operation.RETAIN, {"case_number": f"26-{number}"}))
        for number in range(13):
            said = asked(reference=f"Letter {number}")
            enter_release(station.gate, station.registers, analyst(), said, SETTINGS)
        station.clock = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
        searched(station, Category.STOLEN_PLATE, 3)
        station.clock = datetime(2026, 7, 3, 9, 0, tzinfo=UTC)
        yield station


def searched(station: Station, category: Category, count: int) -> None:
    declared = purpose(category=category, declared_at=station.clock, last_used_at=station.clock)
    for _ in range(count):
        receipt = station.gate.admit(analyst(), declared, search())
        station.gate.release(receipt, {"count": 0, "read_ids": []})


def drafted(station: Station, quarter: Quarter = FIRST) -> Draft:
    said = AskReport(quarter=quarter.name)
    return draft(station.gate, station.reader, station.registers, ADAM, said, SETTINGS)


def proposal(station: Station, made: Draft) -> Publication:
    said = ProposeReport(quarter=made.quarter, sha256=made.sha256)
    return propose(station.gate, station.reader, station.registers, ADAM, said, SETTINGS)


def test_the_figures_are_those_of_the_log_exactly(station: Station) -> None:
    counted = tally(station.reader, FIRST, ZONE)
    records = [each for each in station.records() if FIRST.begins(ZONE) <= each.time < FIRST.ends(ZONE)]
    done = [each for each in records if each.kind is Kind.RESULT and each.action == "search.plates"]
    assert counted.tables[0] == {
        category.value: sum(each.purpose["category"] == category for each in done) for category in CATEGORY_LABELS
    }
    assert {category: counted.tables[0][category.value] for category in SEARCHES} == SEARCHES
    refused = Counter(str(each.body["section"]) for each in records if each.kind is Kind.REFUSAL)
    assert {section: count for section, count in counted.tables[1].items() if count} == refused == {"464.4": 14}
    assert counted.tables[4]["training.sign-off"] == 11
    assert counted.tables[5]["hold.place"] == 11
    assert counted.tables[6]["entered"] == 13


def test_each_row_of_auditing_is_of_an_action_that_the_log_knows_and_counts_its_answers_once(station: Station) -> None:
    assert AUDITS.keys() <= DEEDS.keys()
    station.clock = datetime(2026, 7, 20, tzinfo=UTC)
    for number in range(12):
        drawn = Request("audit.draw", Operation.RETAIN, {"audit": number})
        station.gate.release(station.gate.admit(ADAM, None, drawn), {"count": 9})
        station.gate.admit(ADAM, None, Request("audit.raise", Operation.RETAIN, {"audit": number}))
    counted = dict(
        zip((each.title for each in TABLES), tally(station.reader, Quarter(2026, 3), ZONE).tables, strict=True)
    )
    assert {action: count for action, count in counted["Auditing"].items() if count} == {
        "audit.draw": 12,
        "audit.raise": 12,
    }


def test_what_is_told_is_what_was_counted_and_what_is_small_is_not_told(station: Station) -> None:
    made, counted = report(station.reader, station.registers, FIRST, SETTINGS), tally(station.reader, FIRST, ZONE)
    for table, counts in zip(made.tables, counted.tables, strict=True):
        for row, count in zip(table.rows, counts.values(), strict=True):
            assert row.count in (None, count)
            assert row.count is None or row.count >= 10
        assert table.total in (None, sum(counts.values()))
    told = {row.label: row.count for row in made.tables[0].rows}
    labels = {category: CATEGORY_LABELS[category][0] for category in SEARCHES}
    small = [category for category, count in SEARCHES.items() if count < 10]
    assert all(told[labels[category]] is None for category in small)
    assert {31, 23, 12} <= set(told.values()), "the three that come first, none of them small"
    assert made.policy_version == "2026-01"


def test_the_same_log_gives_the_same_bytes_later_and_elsewhere(station: Station) -> None:
    first = text_of(report(station.reader, station.registers, FIRST, SETTINGS))
    searched(station, Category.STOLEN_PLATE, 5)
    station.clock += timedelta(days=400)
    assert text_of(report(station.reader, station.registers, FIRST, SETTINGS)) == first
    assert sha256_of(first) == hashlib.sha256(first.encode()).hexdigest()


def test_each_event_is_in_one_report_alone_so_that_two_have_nothing_to_subtract(station: Station) -> None:
    both = [tally(station.reader, quarter, ZONE) for quarter in (FIRST, SECOND)]
    plates = [each.tables[0][Category.STOLEN_PLATE.value] for each in both]
    assert plates == [SEARCHES.get(Category.STOLEN_PLATE, 0), 3]
    told = report(station.reader, station.registers, SECOND, SETTINGS)
    assert all(row.count is None for row in told.tables[0].rows), "three of one kind, none of the others"
    assert told.tables[0].total is None


def test_figures_since_the_year_began_would_give_a_small_number_away_and_can_not_be_asked_for(station: Station) -> None:
    first, second = (tally(station.reader, quarter, ZONE).tables[0] for quarter in (FIRST, SECOND))
    plate = Category.STOLEN_PLATE.value
    so_far = [first[plate], first[plate] + second[plate]]
    assert (so_far[0] >= 10, so_far[1] - so_far[0]) == (True, 3), "both could be told, and their difference could not"
    for period in ("2026", "2026-H1", "2026-01", "2026-Q1..Q2"):
        with pytest.raises(ValidationError):
            AskReport(quarter=period)


def test_a_quarter_that_has_not_ended_has_no_report(station: Station) -> None:
    with pytest.raises(Refused, match="has not ended"):
        drafted(station, Quarter(2026, 3))
    station.clock = SECOND.ends(ZONE)
    assert drafted(station, SECOND).quarter == "2026-Q2"


def test_a_report_is_proposed_as_it_was_drafted_and_nobody_reads_it_before_another_approves(station: Station) -> None:
    made = drafted(station)
    with pytest.raises(BadInput, match="no longer what was drafted"):
        propose(
            station.gate,
            station.reader,
            station.registers,
            ADAM,
            ProposeReport(quarter=made.quarter, sha256="0" * 64),
            SETTINGS,
        )
    entry = proposal(station, made)
    assert published(station.registers) == []
    kept = station.registers.docket.get(DocketKind.PUBLICATION, entry.number)
    assert kept is not None
    assert decide_same(kept, station.reader, station.registers, SETTINGS).allowed
    assert station.registers.docket.decide(entry.number, State.APPROVED, "eve", station.clock, "", 0)
    [told] = published(station.registers)
    assert (told.text, told.sha256, told.quarter) == (made.text, made.sha256, "2026-Q1")
    assert text_of(report(station.reader, station.registers, FIRST, SETTINGS)) == told.text


def test_each_quarter_is_published_once(station: Station) -> None:
    entry = proposal(station, drafted(station))
    with pytest.raises(Refused, match="each quarter has one"):
        proposal(station, drafted(station))
    station.registers.docket.decide(entry.number, State.REFUSED, "eve", station.clock, "A table lacks its words.", 0)
    again = proposal(station, drafted(station))
    assert "2026-Q1" not in proposed(station.gate, station.registers, ADAM, SETTINGS).open
    assert again.number != entry.number


def test_a_report_that_the_log_does_not_give_is_not_approved(station: Station) -> None:
    body = {"quarter": "2026-Q1", "sha256": "0" * 64, "text": "{}"}
    forged = station.registers.docket.enter(DocketKind.PUBLICATION, body, "adam", station.clock, 0)
    assert not decide_same(forged, station.reader, station.registers, SETTINGS).allowed


def test_an_analyst_drafts_and_proposes_nothing(station: Station) -> None:
    made = drafted(station)
    with pytest.raises(Refused):
        draft(station.gate, station.reader, station.registers, analyst(), AskReport(quarter="2026-Q1"), SETTINGS)
    said = ProposeReport(quarter=made.quarter, sha256=made.sha256)
    with pytest.raises(Refused):
        propose(station.gate, station.reader, station.registers, analyst(), said, SETTINGS)


def test_a_version_of_the_policy_is_in_force_once_another_person_approved_it(station: Station) -> None:
    text = "464.2 Official use. " * 20
    entry = propose_policy(station.gate, station.registers, ADAM, NewPolicy(version="2026-02", text=text))
    assert station.registers.policies.current().version == "2026-01"
    kept = station.registers.docket.get(DocketKind.POLICY, entry.number)
    assert kept is not None
    assert station.registers.docket.decide(entry.number, State.APPROVED, "eve", station.clock, "", 0)
    put_in_force(station.registers, kept, "eve", 0, station.clock)
    assert [each.version for each in station.registers.policies.versions()] == ["2026-02", "2026-01"]
    assert station.registers.policies.current().text == text.strip()
    made = report(station.reader, station.registers, FIRST, SETTINGS)
    assert made.policy_version == "2026-01", "a report names the version that was in force then"


def test_a_version_that_waits_is_not_proposed_again_until_it_is_decided(station: Station) -> None:
    said = NewPolicy(version="2026-02", text="464.2 Official use. " * 20)
    entry = propose_policy(station.gate, station.registers, ADAM, said)
    with pytest.raises(BadInput, match="waits for approval as version 2026-02"):
        propose_policy(station.gate, station.registers, ADAM, said)
    assert station.records()[-1].kind is Kind.REFUSAL
    with pytest.raises(Refused):
        propose_policy(station.gate, station.registers, analyst(), said)
    assert [each.number for each in station.registers.docket.waiting() if each.kind is DocketKind.POLICY] == [
        entry.number
    ]
    assert station.registers.docket.decide(entry.number, State.REFUSED, "eve", station.clock, "Not so.", 0)
    propose_policy(station.gate, station.registers, ADAM, said)


def test_a_version_that_was_installed_is_not_proposed_again(station: Station) -> None:
    said = NewPolicy(version="2026-01", text="464.2 Official use. " * 20)
    with pytest.raises(BadInput, match="installed before"):
        propose_policy(station.gate, station.registers, ADAM, said)
    with pytest.raises(Refused):
        propose_policy(station.gate, station.registers, analyst(), said.model_copy(update={"version": "x"}))
