"""Attempts that nobody vouches for: on record at once, counted when repeated, never enough to fill a disk (464.5)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.people import Station
from workbench.accesslog.record import Record
from workbench.custodian.attempts import LONGEST_SPAN, MOST, SPAN, Attempt, Attempts
from workbench.errors import SignInRequired

pytestmark = pytest.mark.section("464.5", "464.10(a)")

ERROR = SignInRequired("Your sign-in is no longer valid.", section="464.5.1")
ANA = Attempt("signin.refused", "ana", "/v1/search/plates", "uid 1001")
CLIENT = {"address": "uid 1001", "uid": 1001, "account": "alpr-ana"}


class Watch:
    """Attempts over a real log, and a clock that the test moves."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.now = 1000.0
        self.attempts = Attempts(station.gate, "Test Police Department", clock=lambda: self.now)

    def tried(self, attempt: Attempt = ANA, times: int = 1) -> None:
        for _ in range(times):
            self.attempts.refused(attempt, ERROR, CLIENT)

    def records(self) -> list[Record]:
        return self.station.records()

    def counts(self) -> list[int]:
        return [record.body.get("repeated", 0) for record in self.records()]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with Station(tmp_path) as station:
        yield Watch(station)


def test_the_first_is_on_record_with_the_account_that_called(watch: Watch) -> None:
    watch.tried()
    (record,) = watch.records()
    assert (record.kind, record.action, record.user) == ("event", "signin.refused", "ana")
    assert (record.body["client"], record.body["asked"]) == (CLIENT, "/v1/search/plates")
    assert (record.body["outcome"], record.body["section"]) == ("refused", "464.5.1")


def test_repetitions_are_one_record_with_their_number(watch: Watch) -> None:
    watch.tried(times=500)
    assert watch.counts() == [0]
    watch.now += SPAN
    watch.attempts.settle()
    assert watch.counts() == [0, 499]
    assert watch.records()[1].body["client"] == CLIENT


def test_somebody_else_and_something_else_are_records_of_their_own(watch: Watch) -> None:
    watch.tried()
    watch.tried(Attempt("signin.refused", "otto", "/v1/search/plates", "uid 1002"))
    watch.tried(Attempt("hub.forged", "ana", "/v1/hub/events", "uid 1001"))
    assert watch.counts() == [0, 0, 0]


def test_after_a_quiet_span_the_next_is_on_record_at_once_again(watch: Watch) -> None:
    watch.tried()
    watch.now += SPAN
    watch.tried()
    assert watch.counts() == [0, 0]


def test_a_day_of_knocking_leaves_few_records_and_loses_no_count(watch: Watch) -> None:
    knocks = 0
    for _ in range(24 * 60):
        watch.tried(times=3)
        knocks += 3
        watch.now += 60
    watch.attempts.settle(everything=True)
    counts = watch.counts()
    assert len(counts) < 24 * 3600 / LONGEST_SPAN + 10
    assert 1 + sum(counts) == knocks


def test_no_number_of_addresses_leaves_more_than_so_many_records(watch: Watch) -> None:
    for number in range(2000):
        watch.tried(Attempt("signin.refused", "unknown", "/v1/me", f"2001:db8::{number:x}"))
    assert len(watch.records()) == MOST + 1
    others = watch.records()[-1]
    assert (others.user, others.body["client"]) == ("others", {})
    watch.attempts.settle(everything=True)
    assert sum(watch.counts()) == 2000 - MOST - 1


def test_what_could_not_be_written_is_counted_and_refused_all_the_same(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        watch = Watch(station)
        station.journal.close()
        watch.tried(times=3)
        watch.attempts.settle(everything=True)
    with Station(tmp_path) as station:
        assert station.records() == []


def test_the_count_is_written_at_the_end_and_while_nobody_calls(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        with Attempts(station.gate, "Test Police Department") as attempts:
            for _ in range(4):
                attempts.refused(ANA, ERROR, CLIENT)
        assert [record.body.get("repeated", 0) for record in station.records()] == [0, 3]
