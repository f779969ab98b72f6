"""Log, reads of the store and events are held against each other, and whatever differs is loud (464.5, 464.6)."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.policy.people import Station, analyst, purpose, search
from tests.unit.accesslog.events.ground import faults, told
from tests.unit.store.reads_ground import batch, opened, receipt_of
from workbench.accesslog.events.event import Class
from workbench.accesslog.events.follow import Follower
from workbench.accesslog.events.kept import every
from workbench.accesslog.events.mapping import Mapper
from workbench.accesslog.record import Kind, Record
from workbench.custodian.bootstrap import reads_of
from workbench.custodian.following import followers_of
from workbench.custodian.nights import due
from workbench.custodian.reconciling import RESULT, Reconciler
from workbench.gate import Request
from workbench.policy.caller import Realm
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.served import SERVED, Served

pytestmark = [pytest.mark.section("464.5"), pytest.mark.section("464.6")]


class Bench:
    """A log, a store and a file of events, as the custodian has them."""

    def __init__(self, folder: Path, station: Station) -> None:
        self.settings = Settings.from_mapping({"paths": {"data": str(folder)}})
        self.settings.paths.custodian.mkdir()
        self.station, self.gate = station, station.gate
        self.store = opened(reads_of(self.settings, Realm.LIVE))
        self.events = Path(self.settings.events.file)
        self.follower = self._follower()

    def reconcile(self) -> dict[str, int]:
        """What differs, by the record that was made."""
        Reconciler(self.settings, self.gate, self.station.reader, [self.follower]).run()
        body = self.last().body
        assert body["differs"] is any(body["differences"].values())
        return {name: number for name, number in body["differences"].items() if number}

    def last(self) -> Record:
        """The newest record."""
        return self.station.reader.get(self.gate.records() - 1)

    def search(self) -> int:
        """A search as it should be; its admission's index."""
        receipt = receipt_of(self.station)
        self.store.rows(receipt)
        self.gate.release(receipt, {"count": 1})
        return receipt.index

    def cut(self, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Change the lines of the file of events behind the custodian's back."""
        self.follower.round()
        self.follower.sink.close()
        self.events.write_bytes(b"".join(change(self.events.read_bytes().splitlines(keepends=True))))

    def _follower(self) -> Follower:
        (follower,) = followers_of(self.settings, self.gate, self.station.reader.between)
        return follower


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        made = Bench(tmp_path, stack.enter_context(Station(tmp_path)))
        stack.callback(made.follower.sink.close)
        stack.callback(made.store.close)
        yield made


def test_what_was_done_as_it_should_be_differs_in_nothing(bench: Bench) -> None:
    taken = receipt_of(bench.station)
    bench.store.append(batch(1, 5), taken)
    bench.gate.release(taken, {"count": 5})
    bench.search()
    bench.gate.fail(receipt_of(bench.station), "cancelled")
    bench.gate.event("hub.signin", "ana", "Test Police Department", {})
    assert bench.reconcile() == {}
    counts = bench.last().body["counts"]
    assert counts == {"leaves": 7, "intents": 3, "results": 3, "reads": 2, "events": 7}


def test_the_next_night_goes_on_where_the_last_one_ended(bench: Bench) -> None:
    bench.search()
    assert bench.reconcile() == {}
    bench.search()
    assert bench.reconcile() == {}
    assert bench.last().body["from"] == 2
    assert bench.last().body["counts"]["leaves"] == 3
    assert bench.last().body["counts"]["reads"] == 1


def test_a_read_of_the_store_without_an_admission_is_found(bench: Bench) -> None:
    bench.search()
    bench.gate.event("hub.signin", "ana", "Test Police Department", {})
    served = Served(reads_of(bench.settings, Realm.LIVE) / SERVED)
    for index in (1, 2, 400):  # a result, an event, no record at all
        served.note(index)
    served.close()
    assert bench.reconcile() == {"reads_without_intent": 3}


def test_an_admission_to_the_other_store_opens_this_one_for_nobody(bench: Bench) -> None:
    training = receipt_of(bench.station, Realm.TRAINING)
    bench.gate.release(training, {"count": 0})
    served = Served(reads_of(bench.settings, Realm.LIVE) / SERVED)
    served.note(training.index)
    served.close()
    assert bench.reconcile() == {"reads_without_intent": 1}


def test_a_count_of_reads_that_was_cut_short_is_found(bench: Bench) -> None:
    bench.search()
    bench.search()
    assert bench.reconcile() == {}
    os.truncate(reads_of(bench.settings, Realm.LIVE) / SERVED, 12)
    assert bench.reconcile() == {"reads_no_longer_counted": 1}


def test_an_admission_without_an_answer_is_found_after_an_hour_and_not_before(bench: Bench) -> None:
    receipt_of(bench.station)
    assert bench.reconcile() == {}
    bench.station.clock += timedelta(minutes=61)
    assert bench.reconcile() == {"intents_without_answer": 1}
    assert bench.reconcile() == {}


def test_an_answer_that_comes_after_the_comparison_is_taken_for_one(bench: Bench) -> None:
    receipt = receipt_of(bench.station)
    assert bench.reconcile() == {}
    bench.gate.release(receipt, {"count": 0})
    bench.station.clock += timedelta(minutes=61)
    assert bench.reconcile() == {}


def test_an_admission_that_a_kill_left_is_found_at_once(bench: Bench) -> None:
    receipt_of(bench.station)
    bench.gate.event("custodian.start", "custodian", "Test Police Department", {})
    assert bench.reconcile() == {"intents_without_answer": 1}


def test_an_act_that_has_no_answer_is_not_missed(bench: Bench) -> None:
    bench.gate.admit(analyst(), None, Request("purpose.declare", Operation.DECLARE, {}))
    bench.station.clock += timedelta(hours=2)
    assert bench.reconcile() == {}


def test_a_result_without_its_admission_is_found(bench: Bench) -> None:
    bench.search()
    body = {"outcome": "released", "count": 1}
    for intent in (1, 0, 77, None):  # a result; of another person; none; not told
        bench.station.journal.append(Kind.RESULT, "ben", "search.plates", {**body, "intent": intent})
    assert bench.reconcile() == {"results_without_intent": 4}


def test_a_second_release_on_one_admission_is_found(bench: Bench) -> None:
    receipt = receipt_of(bench.station)
    bench.gate.release(receipt, {"count": 1})
    bench.gate.release(receipt, {"count": 1})
    assert bench.reconcile() == {"intents_released_twice": 1}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], {"leaves_without_event": 1}),
        (lambda lines: [lines[0], *lines], {"leaves_with_several_events": 1}),
        (lambda lines: [lines[-1].replace(b'"uid":"3"', b'"uid":"900"'), *lines], {"events_without_leaf": 1}),
        (
            lambda lines: [lines[0].replace(b'"time":1', b'"time":2'), *lines[1:]],
            {"events_altered": 1},
        ),
    ],
    ids=["left out", "doubled", "of no leaf", "of another time"],
)
def test_events_that_do_not_fit_the_leaves_are_found(
    bench: Bench, change: Callable[[list[bytes]], list[bytes]], found: dict[str, int]
) -> None:
    bench.search()
    bench.search()
    bench.cut(change)
    assert bench.reconcile() == found


def test_events_in_rotated_files_count_as_well(bench: Bench) -> None:
    bench.search()
    bench.follower.round()
    bench.events.rename(bench.events.with_name("events.jsonl-20260302"))
    bench.search()
    assert bench.reconcile() == {}
    assert len(list(every(bench.events))) == 2


def test_events_that_can_not_be_written_are_missed(bench: Bench) -> None:
    bench.search()
    bench.events.parent.mkdir(exist_ok=True)
    bench.events.unlink(missing_ok=True)
    bench.follower.sink.close()
    bench.events.mkdir()
    bench.follower = bench._follower()
    assert bench.reconcile() == {"leaves_without_event": 2, "events_unsent": 2}


def test_a_compressed_file_that_is_damaged_is_missed_and_ends_nothing(bench: Bench) -> None:
    bench.search()
    bench.follower.round()
    rotated = bench.events.rename(bench.events.with_name("events.jsonl.1.gz"))
    rotated.write_bytes(gzip.compress(rotated.read_bytes())[:-20])
    assert bench.reconcile()["leaves_without_event"] > 0


@pytest.mark.section("464.10")
def test_a_difference_goes_out_as_a_finding_and_the_plain_night_does_not(bench: Bench) -> None:
    bench.search()
    bench.reconcile()
    mapper = Mapper("Test Police Department")
    assert mapper(bench.last()).of is Class.API
    receipt_of(bench.station)
    bench.station.clock += timedelta(hours=2)
    bench.reconcile()
    assert mapper(bench.last()).of is Class.FINDING
    assert told(bench.last())["unmapped"]["intents_without_answer"] == 1
    assert not faults(told(bench.last()))


def test_the_outcome_is_kept_for_whoever_asked_on_the_command_line(bench: Bench) -> None:
    bench.search()
    bench.reconcile()
    kept = json.loads((bench.settings.paths.custodian / RESULT).read_text())
    assert (kept["record"], kept["differs"], kept["counts"]["leaves"]) == (2, False, 2)


def test_a_refusal_needs_no_answer(bench: Bench) -> None:
    with pytest.raises(Exception, match="purpose"):
        bench.gate.admit(analyst(), None, search())
    bench.gate.release(bench.gate.admit(analyst(), purpose(), search()), {"count": 0})
    bench.station.clock += timedelta(hours=2)
    assert bench.reconcile() == {}


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        ("2026-03-02T10:59Z", "2026-03-02T11:01Z", True),  # 3 o'clock on the Pacific coast is 11 UTC
        ("2026-03-02T11:01Z", "2026-03-02T12:00Z", False),
        ("2026-03-02T11:01Z", "2026-03-03T10:59Z", False),
        ("2026-03-02T11:01Z", "2026-03-03T11:00Z", True),
        ("2026-02-20T11:01Z", "2026-03-02T23:00Z", True),  # nights were missed
        ("2026-03-07T11:01Z", "2026-03-08T09:59Z", False),  # the night in which clocks go forward
        ("2026-03-07T11:01Z", "2026-03-08T10:00Z", True),
        ("2026-11-01T09:30Z", "2026-11-01T10:59Z", False),  # and back
        ("2026-11-01T09:30Z", "2026-11-01T11:00Z", True),
    ],
)
def test_it_is_due_once_a_night_at_the_agencys_hour(last: str, now: str, expected: bool) -> None:
    before, moment = (datetime.fromisoformat(each).astimezone(UTC) for each in (last, now))
    assert due(before, moment, 3, ZoneInfo("America/Los_Angeles")) is expected
