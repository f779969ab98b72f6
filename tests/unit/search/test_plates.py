"""A search from the request to the answer: recorded before it reads, recorded before it answers (464.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.store.reads_ground import opened, read, receipt_of, table
from workbench.accesslog.record import Kind
from workbench.errors import (
    AssentRequired,
    BadInput,
    Cancelled,
    LogUnavailable,
    PatternError,
    PurposeRequired,
    Refused,
    StoreUnavailable,
    TrainingRequired,
)
from workbench.plates.confusion import Confusion, Counts
from workbench.plates.key import pack_many
from workbench.plates.pattern import parse
from workbench.plates.ranking import likelihoods
from workbench.policy.caller import Caller, Realm, Standing
from workbench.search import plates as module
from workbench.search.plates import search_plates
from workbench.search.run import Desk as Seat
from workbench.settings import Settings
from workbench.store.reads import ReadStore
from workbench.store.sightings import Work
from workbench.wire.frame import pack, unpack
from workbench.wire.reads import READ_COLUMNS
from workbench.wire.search import Circle, Found, PlateSearch, Window

pytestmark = pytest.mark.section("464.7(d)")

SETTINGS = Settings()
HOUR = timedelta(hours=1)
WEEK = Window(start=NOW - timedelta(days=7), end=NOW + HOUR)
SCENE = Circle(latitude=32.79, longitude=-115.56, radius_m=1000)
PLACE: dict[str, Any] = {"latitude": 32.79, "longitude": -115.56}
SEEN = [
    read("old", "7ABC123", NOW - 2 * HOUR, **PLACE),
    read("new", "7ABC123", NOW),
    read("near", "7A8C123", NOW - HOUR),
    read("fixed", "1XYZ999", NOW - 3 * HOUR, resolved_plate="7ABC123"),
    read("state", "7ABC123", NOW - HOUR, source="state"),
]


class Desk:
    """A store with a few reads, searched by an analyst with a purpose unless told otherwise."""

    def __init__(self, folder: Path, station: Station, realm: Realm = Realm.LIVE) -> None:
        self.station = station
        self.store = opened(folder / realm.value, realm)
        self.store.append(table(SEEN), receipt_of(station, realm))
        self.before = len(station.records())

    def search(self, pattern: str = "7ABC*", caller: Caller | None = None, **asked: Any) -> tuple[Found, pl.DataFrame]:
        declared = asked.pop("purpose", purpose(realm=self.store.realm))
        wanted = PlateSearch(**{"purpose_id": "p-1", "pattern": pattern, "window": WEEK, **asked})
        seat = Seat(self.station.gate, caller or analyst(), declared, self.store.realm, SETTINGS)
        return search_plates(seat, self.store, wanted, self.station.registers.confusion.in_force)

    def ids(self, pattern: str = "7ABC*", **asked: Any) -> list[str]:
        return self.search(pattern, **asked)[1]["read_id"].to_list()

    def since(self) -> list[tuple[Kind, Any]]:
        """Kind and outcome of the records since the desk was opened."""
        return [(record.kind, record.body["outcome"]) for record in self.station.records()[self.before :]]

    def grant(self, refused: AssentRequired, by: str) -> None:
        self.station.registers.assents.answer(refused.assent, by, True, "yes", NOW, record=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Station(tmp_path) as station:
        yield Desk(tmp_path, station)


def test_the_answer_has_the_reads_the_reasons_and_both_records(desk: Desk) -> None:
    found, frame = desk.search(lookalikes=True)
    assert frame.columns == [*READ_COLUMNS, "match", "likeness", "likelihood"]
    assert frame["read_id"].to_list() == ["new", "old", "fixed", "near"]
    assert frame["likeness"].to_list() == ["exact", "exact", "exact", "lookalike"]
    assert frame["match"].to_list() == [
        "7ABC given at 1-4; 123 for * at 5-7",
        "7ABC given at 1-4; 123 for * at 5-7",
        "corrected from 1XYZ999 to 7ABC123: 7ABC given at 1-4; 123 for * at 5-7",
        "8 read for B at position 3; 7A given at 1-2; C given at 4; 123 for * at 5-7",
    ]
    assert (found.count, found.total, found.plates) == (4, 4, 2)
    assert (found.sources_searched, found.sources_left_out) == (["department"], ["federal", "state"])
    intent, result = desk.station.records()[-2:]
    assert (found.record, found.result_record) == (intent.index, result.index)
    assert unpack(pack(found, frame))[1].equals(frame)


@pytest.mark.section("464.5")
def test_the_log_holds_what_was_asked_and_which_reads_were_seen(desk: Desk) -> None:
    desk.search("7a-bc*", area=SCENE, context={"kernel": "k1"})
    intent, result = desk.station.records()[-2:]
    assert (intent.kind, result.kind, result.body["intent"]) == (Kind.INTENT, Kind.RESULT, intent.index)
    assert intent.body["elements"] == {
        "pattern": "7a-bc*",
        "read_as": "7ABC*",
        "lookalikes": False,
        "distance": 0,
        "candidates": False,
        "window": {"start": "2026-02-23T12:00:00+00:00", "end": "2026-03-02T13:00:00+00:00"},
        "area": {"latitude": 32.79, "longitude": -115.56, "radius_m": 1000.0},
        "vehicle": None,
        "sources": ["department"],
        "limit": 500,
    }
    assert intent.body["client"]["kernel"] == "k1"
    kept = {name: result.body[name] for name in ("count", "total", "plates", "read_ids", "reads_sha256")}
    digest = hashlib.sha256(b"old").hexdigest()
    assert kept == {"count": 1, "total": 1, "plates": 1, "read_ids": ["old"], "reads_sha256": digest}
    assert result.body["sources_searched"] == ["department"]
    assert result.body["sources_left_out"] == ["federal", "state"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"pattern": "7[AX]BC*"}, {"new": "exact", "old": "exact", "fixed": "exact"}),
        ({"pattern": "7A~BC*"}, {"new": "exact", "old": "exact", "fixed": "exact", "near": "lookalike"}),
        ({"pattern": "~7ABC*"}, {"new": "exact", "old": "exact", "fixed": "exact", "near": "lookalike"}),
        ({"pattern": "7ABC123", "distance": 1}, {"new": "exact", "old": "exact", "fixed": "exact", "near": "near"}),
        ({"pattern": "7AB?12", "distance": 1}, {"new": "near", "old": "near", "fixed": "near"}),
        ({"pattern": "7[BX]BC*"}, {}),
    ],
)
def test_sets_single_lookalikes_and_a_distance_are_searched(
    desk: Desk, asked: dict[str, Any], found: dict[str, str]
) -> None:
    frame = desk.search(**asked)[1]
    assert dict(frame.select("read_id", "likeness").iter_rows()) == found


@pytest.mark.section("464.5")
def test_the_log_holds_how_far_a_plate_may_be_from_the_pattern(desk: Desk) -> None:
    desk.search("~7ABC12[34]", distance=2)
    elements = desk.station.records()[-2].body["elements"]
    assert (elements["pattern"], elements["read_as"]) == ("~7ABC12[34]", "7ABC12[34]")
    assert (elements["lookalikes"], elements["distance"]) == (True, 2)


def measured(desk: Desk, counts: Counts) -> None:
    """Let a matrix of these counts be in force, counted as for a batch."""
    confusion = desk.station.registers.confusion
    confusion.add_candidates("b-1", counts, receipt_of(desk.station))
    draft = confusion.due()
    assert draft is not None
    confusion.put_in_force(draft, 1, NOW)


def test_the_matrix_in_force_is_named_and_tells_how_often_a_misread_was_seen(desk: Desk) -> None:
    found, before = desk.search("~7ABC*")
    assert (found.extra["confusion"], found.extra["compared"]) == ("assumed-1", 0)
    measured(desk, {("B", "B"): 990, ("B", "8"): 10})
    found, frame = desk.search("~7ABC*")
    assert (found.extra["confusion"], found.extra["compared"]) == ("measured-1", 1000)
    assert frame["match"][-1].startswith("8 read for B at position 3, seen in 1 of 100 B's; ")
    assert frame["likelihood"][-1] < before["likelihood"][-1] < before["likelihood"][0] < 0


def test_a_likelihood_is_of_the_plate_that_the_reason_is_about(desk: Desk) -> None:
    others = [{"plate": "7ABC123", "confidence": 0.3}]
    desk.store.append(table([read("other", "1QQQ999", NOW, candidates=others)]), receipt_of(desk.station))
    frame = desk.search("~7ABC*", candidates=True)[1]
    by_id = dict(frame.select("read_id", "likelihood").iter_rows())
    ranked = likelihoods(parse("~7ABC*"), pack_many(["7ABC123", "7A8C123"]), Confusion.prior())
    exact, near = (float(value) for value in ranked)
    assert by_id == {"new": exact, "old": exact, "fixed": exact, "near": near, "other": exact}


def test_a_distance_counts_against_what_was_given(desk: Desk) -> None:
    with pytest.raises(AssentRequired, match="gives 4 of the plate's characters and lets 1 of them be wrong"):
        desk.search("7ABC", distance=1)


def test_a_search_that_finds_nothing_is_recorded_all_the_same(desk: Desk) -> None:
    found, frame = desk.search("9ZZZ*")
    assert (found.count, found.total, len(frame)) == (0, 0, 0)
    assert frame.columns == [*READ_COLUMNS, "match", "likeness", "likelihood"]
    assert desk.since() == [(Kind.INTENT, "admitted"), (Kind.RESULT, "released")]


def test_a_cut_answer_says_so(desk: Desk) -> None:
    found, frame = desk.search(limit=2)
    assert (found.count, found.total, len(frame)) == (2, 3, 2)
    assert found.notes == ["3 reads fit; 2 are shown, exact matches and the newest first."]


@pytest.mark.parametrize(
    ("asked", "error", "where"),
    [
        ({"pattern": ""}, PatternError, ""),
        ({"pattern": "*"}, PatternError, ""),
        ({"pattern": "A" * 200}, PatternError, "character 129"),
        ({"pattern": "7AB*", "distance": 1}, PatternError, "character 4"),
        ({"pattern": "7AB", "distance": 2}, PatternError, ""),
        ({"pattern": "7A[B"}, PatternError, "character 3"),
        ({"pattern": "7[A\u0410]"}, PatternError, "character 4"),
        ({"pattern": "7AB\U0001f600"}, PatternError, "character 4"),
        ({"pattern": "'; DROP TABLE reads"}, PatternError, "character 1"),
        ({"pattern": "7\u0410BC*"}, PatternError, "character 2"),
        ({"window": Window(start=NOW, end=NOW - HOUR)}, BadInput, "window"),
        ({"window": Window(start=NOW, end=NOW)}, BadInput, "window"),
        ({"sources": []}, BadInput, "sources"),
        ({"sources": ["department", "county"]}, BadInput, "sources"),
    ],
)
def test_what_can_not_be_asked_is_told_and_is_an_attempt_on_record(
    desk: Desk, asked: dict[str, Any], error: type[BadInput], where: str
) -> None:
    with pytest.raises(error) as told:
        desk.search(**asked)
    assert told.value.where == where
    assert desk.since() == [(Kind.REFUSAL, "refused")]
    record = desk.station.records()[-1]
    assert told.value.how.endswith(f"This refusal is {record.name} of the access log.")
    assert (record.user, record.action, record.purpose["case_number"]) == ("ana", "search.plates", "2026-00417")
    pattern = asked.get("pattern", "7ABC*")
    kept = record.body["elements"]["pattern"]
    assert kept == pattern
    assert record.body["reason"] == told.value.message


@pytest.mark.section("464.5")
def test_a_long_pattern_is_on_record_by_its_beginning_length_and_hash(desk: Desk) -> None:
    with pytest.raises(PatternError):
        desk.search("7" * 1000)
    kept = desk.station.records()[-1].body["elements"]["pattern"]
    assert (kept["begins"], kept["characters"]) == ("7" * 200, 1000)
    assert kept["sha256"] == hashlib.sha256(b"7" * 1000).hexdigest()


@pytest.mark.section("464.5")
def test_a_search_that_can_not_be_asked_is_refused_also_when_the_log_can_not_be_written(desk: Desk) -> None:
    desk.station.journal.close()
    with pytest.raises(LogUnavailable):
        desk.search("*")


@pytest.mark.section("464.7(f)")
def test_only_granted_sources_are_searched(desk: Desk) -> None:
    both = replace(analyst(), sources=frozenset({"department", "state"}))
    assert desk.ids(caller=both) == ["new", "state", "old", "fixed"]
    assert desk.ids(caller=both, sources=["state"]) == ["state"]
    assert "state" not in desk.ids()
    for caller, sources in ((analyst(), ["state"]), (replace(both, sources=frozenset()), None)):
        with pytest.raises(Refused) as told:
            desk.search(caller=caller, sources=sources)
        assert told.value.section == "464.7(f)"
    assert [kind for kind, _ in desk.since()[-2:]] == [Kind.REFUSAL, Kind.REFUSAL]


@pytest.mark.parametrize(
    ("asked", "error", "section"),
    [
        ({"purpose": None}, PurposeRequired, "464.5"),
        ({"purpose": purpose("ben")}, Refused, "464.5.2"),
        ({"caller": analyst(standing=Standing())}, TrainingRequired, "464.4.1"),
    ],
)
def test_the_gate_stands_before_the_store(
    desk: Desk, asked: dict[str, Any], error: type[Refused], section: str
) -> None:
    with pytest.raises(error) as told:
        desk.search(**asked)
    assert told.value.section == section
    assert desk.since() == [(Kind.REFUSAL, "refused")]


@pytest.mark.section("464.10(b)")
@pytest.mark.parametrize(
    ("asked", "answered_by"),
    [
        ({"pattern": "7A*"}, "ana"),
        ({"pattern": "7A*", "window": None, "area": SCENE}, "ana"),
        ({"pattern": "7ABC123", "window": None}, "ana"),
        ({"window": Window(start=NOW - timedelta(days=31), end=NOW + HOUR)}, "ana"),
        ({"limit": 501}, "ana"),
        ({"pattern": "7A*", "window": None}, "ben"),
        ({"pattern": "7A*", "window": None, "limit": 501}, "ben"),
    ],
)
def test_a_wide_search_runs_once_the_right_person_assented_to_exactly_it(
    desk: Desk, asked: dict[str, Any], answered_by: str
) -> None:
    with pytest.raises(AssentRequired) as told:
        desk.search(**asked)
    desk.grant(told.value, answered_by)
    assert desk.search(**asked)[0].count > 0
    with pytest.raises(AssentRequired):
        desk.search(**{**asked, "limit": 777})


def many(desk: Desk, count: int) -> None:
    reads = table(read(f"many-{number}", "7KBC482", NOW - number * HOUR / 60) for number in range(count))
    desk.store.append(reads, receipt_of(desk.station))


def test_a_failing_store_is_recorded_and_releases_nothing(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "live" / "files").iterdir():
        path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(StoreUnavailable):
        desk.search()
    assert desk.since() == [(Kind.INTENT, "admitted"), (Kind.RESULT, "failed")]
    assert desk.station.records()[-1].body["reason"] == "store-unavailable"


def test_an_unforeseen_error_is_recorded_without_its_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("7ABC123 divided by zero")

    monkeypatch.setattr(module, "with_reasons", broken)
    with pytest.raises(StoreUnavailable) as told:
        desk.search()
    assert "7ABC123" not in str(told.value) + told.value.diagnostic
    assert desk.station.records()[-1].body["reason"] == "ZeroDivisionError"


@pytest.mark.section("464.5")
def test_when_the_log_stops_between_admission_and_release_nothing_goes_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = ReadStore.find

    def find_and_lose_the_log(store: ReadStore, query: Any, *others: Any) -> Any:
        matches = find(store, query, *others)
        desk.station.journal.close()
        return matches

    monkeypatch.setattr(ReadStore, "find", find_and_lose_the_log)
    with pytest.raises(LogUnavailable):
        desk.search()
    assert desk.since() == [(Kind.INTENT, "admitted")]


def test_the_vehicles_looks_narrow_a_search_and_are_on_record(desk: Desk) -> None:
    reads = [read("white", "7ABC777", NOW, colour="white"), read("black", "7ABC777", NOW, colour="black")]
    desk.store.append(table(reads), receipt_of(desk.station))
    asked = {"vehicle": {"colour": ["White"], "make": []}}
    assert desk.ids("7ABC77?", **asked) == ["white"]
    assert desk.station.records()[-2].body["elements"]["vehicle"] == {"colour": ["White"]}
    with pytest.raises(AssentRequired) as told:
        desk.search("7A*", **asked)
    desk.grant(told.value, "ana")
    with pytest.raises(AssentRequired):  # the assent is of this exact search
        desk.search("7A*", vehicle={"colour": ["black"]})


@pytest.mark.section("464.5")
def test_a_search_that_is_called_off_is_on_record_and_releases_nothing(desk: Desk) -> None:
    work = Work()
    work.cancel()
    wanted = PlateSearch(purpose_id="p-1", pattern="7ABC*", window=WEEK)
    seat = Seat(desk.station.gate, analyst(), purpose(), Realm.LIVE, SETTINGS, work)
    with pytest.raises(Cancelled):
        search_plates(seat, desk.store, wanted, Confusion.prior)
    assert desk.since() == [(Kind.INTENT, "admitted"), (Kind.RESULT, "failed")]
    assert desk.station.records()[-1].body["reason"] == "cancelled"


@pytest.mark.section("464.4.1")
def test_the_training_store_is_searched_the_same_way_without_training_or_grants(tmp_path: Path) -> None:
    learner = replace(analyst(standing=Standing()), sources=frozenset())
    with Station(tmp_path) as station:
        desk = Desk(tmp_path, station, Realm.TRAINING)
        found, frame = desk.search(caller=learner)
        assert found.realm is Realm.TRAINING
        assert frame["read_id"].to_list() == ["new", "state", "old", "fixed"]
        with pytest.raises(TrainingRequired):
            desk.search(caller=learner, purpose=purpose())
        with pytest.raises(AssentRequired):
            desk.search("7A*", caller=learner)
