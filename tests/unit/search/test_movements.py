"""Every search of movements is recorded before it looks and before it answers, and can be called off (464.5)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.search.movement_ground import DAY, MONTH, SCENE, SEARCHES, Room, seen
from tests.unit.store.sightings_ground import IMPLEMENTATIONS, Make
from workbench.accesslog.record import Kind
from workbench.errors import (
    AssentRequired,
    BadInput,
    Cancelled,
    LogUnavailable,
    PurposeRequired,
    Refused,
    StoreUnavailable,
)
from workbench.policy.caller import Realm, Standing
from workbench.store.sightings import Work
from workbench.wire.base import Message
from workbench.wire.frame import pack, unpack
from workbench.wire.movement import (
    BaseRatesSearch,
    CanvassSearch,
    ConvoySearch,
    GapsSearch,
    PlacesSearch,
    VehicleSearch,
)
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.5", "464.7(d)")

READS = [
    *(seen(f"a{day}", "7ABC123", "EC-01", day * DAY) for day in range(1, 4)),
    *(seen(f"b{day}", "6XYZ999", "EC-01", day * DAY + DAY / 86400) for day in range(1, 4)),
    seen("state", "7ABC123", "EC-01", 2 * DAY + DAY / 24, source="state"),
]
ASKED: dict[type[Message], dict[str, Any]] = {
    CanvassSearch: {"scenes": [{"window": MONTH, "area": SCENE}]},
    VehicleSearch: {"plate": "7abc-123", "window": MONTH},
    ConvoySearch: {"plate": "7ABC123", "window": MONTH},
    PlacesSearch: {"plate": "7ABC123", "window": MONTH},
    GapsSearch: {"plate": "7ABC123", "window": MONTH},
    BaseRatesSearch: {"window": MONTH},
}
SHOWN: dict[type[Message], list[str]] = {
    CanvassSearch: ["a1", "a2", "a3", "b1", "b2", "b3"],
    VehicleSearch: ["a1", "a2", "a3"],
    ConvoySearch: ["a1", "a2", "a3", "b1", "b2", "b3"],
    PlacesSearch: ["a1", "a2", "a3"],
    GapsSearch: ["a1", "a2", "a3"],
    BaseRatesSearch: [],
}
KINDS = pytest.mark.parametrize("kind", SEARCHES)


@pytest.fixture
def room(station: Station, tmp_path: Path) -> Room:
    return Room(station, tmp_path, READS)


@KINDS
@pytest.mark.parametrize("make", IMPLEMENTATIONS)
@pytest.mark.section("464.7(f)")
def test_both_records_stand_and_name_the_reads_that_were_shown_or_summed_up(
    station: Station, tmp_path: Path, make: Make, kind: type[Message]
) -> None:
    room = Room(station, tmp_path, READS, make)
    found, frame = room.ask(kind, context={"kernel": "k1"}, **ASKED[kind])
    intent, result = station.records()[-2:]
    assert (found.record, found.result_record) == (intent.index, result.index)
    assert (intent.kind, result.kind, result.body["intent"]) == (Kind.INTENT, Kind.RESULT, intent.index)
    assert intent.action == result.action
    assert intent.action.startswith("search.")
    assert intent.body["client"]["kernel"] == "k1"
    assert result.body["read_ids"] == SHOWN[kind]
    assert result.body["reads_sha256"] == hashlib.sha256("\n".join(SHOWN[kind]).encode()).hexdigest()
    assert (found.count, result.body["count"]) == (len(SHOWN[kind]),) * 2
    for head in (found.sources_left_out, result.body["sources_left_out"]):
        assert head == ["federal", "state"]
    assert frame.is_empty() == (kind is GapsSearch)  # none on three days; the reads that were looked at are on record
    assert unpack(pack(found, frame))[1].equals(frame)


@KINDS
@pytest.mark.parametrize(
    ("changes", "error", "section"),
    [
        ({"purpose": None}, PurposeRequired, "464.5"),
        ({"purpose": purpose("ben")}, Refused, "464.5.2"),
        ({"caller": analyst(standing=Standing())}, Refused, "464.4.1"),
        ({"caller": replace(analyst(), sources=frozenset())}, Refused, "464.7(f)"),
    ],
)
def test_the_gate_stands_before_the_store(
    room: Room, kind: type[Message], changes: dict[str, Any], error: type[Refused], section: str
) -> None:
    room.desk = replace(room.desk, **changes)
    with pytest.raises(error) as told:
        room.ask(kind, **ASKED[kind])
    assert told.value.section == section
    assert room.since() == [(Kind.REFUSAL, "refused")]


@KINDS
@pytest.mark.section("464.7(f)")
def test_a_source_that_was_not_granted_is_refused_and_one_that_there_is_not_is_told(
    room: Room, kind: type[Message]
) -> None:
    with pytest.raises(Refused) as refused:
        room.ask(kind, sources=["state"], **ASKED[kind])
    assert refused.value.section == "464.7(f)"
    for sources in (["county"], []):
        with pytest.raises(BadInput) as told:
            room.ask(kind, sources=sources, **ASKED[kind])
        assert told.value.where == "sources"
    assert room.since() == [(Kind.REFUSAL, "refused")] * 3


@KINDS
@pytest.mark.section("464.10(b)")
def test_a_wide_or_old_window_is_confirmed_by_the_asker(room: Room, kind: type[Message]) -> None:
    for window in (Window(start=NOW - 31 * DAY, end=NOW), Window(start=NOW - 91 * DAY, end=NOW - 90 * DAY)):
        asked = {**ASKED[kind], "window": window}
        if kind is CanvassSearch:
            asked = {"scenes": [{"window": window, "area": SCENE}]}
        with pytest.raises(AssentRequired) as told:
            room.ask(kind, **asked)
        assert told.value.section == "464.10(b)"
        assert room.confirmed(kind, **asked)[0].result_record > 0


@KINDS
def test_a_search_that_is_called_off_is_on_record_and_releases_nothing(room: Room, kind: type[Message]) -> None:
    work = Work()
    work.cancel()
    room.desk = replace(room.desk, work=work)
    with pytest.raises(Cancelled):
        room.ask(kind, **ASKED[kind])
    assert room.since() == [(Kind.INTENT, "admitted"), (Kind.RESULT, "failed")]
    last = room.station.records()[-1].body
    assert (last["reason"], "read_ids" in last) == ("cancelled", False)


@KINDS
def test_a_search_called_off_when_all_was_found_releases_nothing_either(room: Room, kind: type[Message]) -> None:
    class Late(Work):
        """Called off with the last part."""

        def done(self, parts: int = 1) -> None:
            done, expected = self.progress
            super().done(parts)
            if parts and done + parts == expected:
                self.cancel()

    room.desk = replace(room.desk, work=Late())
    with pytest.raises(Cancelled):
        room.ask(kind, **ASKED[kind])
    assert room.since()[-1] == (Kind.RESULT, "failed")


@KINDS
def test_when_the_log_stops_between_admission_and_release_nothing_goes_out(room: Room, kind: type[Message]) -> None:
    class Severing(Work):
        """Takes the log away while the store is looked at."""

        def expect(self, parts: int) -> None:
            room.station.journal.close()
            super().expect(parts)

    room.desk = replace(room.desk, work=Severing())
    with pytest.raises((LogUnavailable, StoreUnavailable)):
        room.ask(kind, **ASKED[kind])
    assert room.since() == [(Kind.INTENT, "admitted")]


@KINDS
@pytest.mark.section("464.4.1")
def test_the_training_store_is_searched_without_training_or_grants(
    station: Station, tmp_path: Path, kind: type[Message]
) -> None:
    room = Room(station, tmp_path, READS)
    learner = replace(analyst(standing=Standing()), sources=frozenset())
    room.desk = replace(room.desk, caller=learner, realm=Realm.TRAINING, purpose=purpose(realm=Realm.TRAINING))
    room.store.realm = Realm.TRAINING  # type: ignore[attr-defined]
    found, _ = room.ask(kind, **ASKED[kind])
    assert (found.realm, found.sources_left_out) == (Realm.TRAINING, [])


PLATES = pytest.mark.parametrize("kind", [VehicleSearch, ConvoySearch, PlacesSearch])


@PLATES
@pytest.mark.parametrize(
    ("plate", "where"),
    [
        ("7ABC*", "plate"),
        ("7AB?123", "plate"),
        ("", "plate"),
        ("7" * 11, "plate"),
        ("7\u0410BC123", "plate, character 2"),
    ],
)
def test_the_movements_of_a_vehicle_need_its_whole_plate(
    room: Room, kind: type[Message], plate: str, where: str
) -> None:
    with pytest.raises(BadInput) as told:
        room.ask(kind, **{**ASKED[kind], "plate": plate})
    assert told.value.where == where
    assert told.value.how.endswith("of the access log.")
    assert room.since() == [(Kind.REFUSAL, "refused")]
    assert room.station.records()[-1].body["elements"]["plate"] == plate


@KINDS
def test_a_window_that_holds_no_time_is_told(room: Room, kind: type[Message]) -> None:
    window = Window(start=NOW, end=NOW)
    asked = {"scenes": [{"window": window, "area": SCENE}]} if kind is CanvassSearch else {"window": window}
    with pytest.raises(BadInput) as told:
        room.ask(kind, **{**ASKED[kind], **asked})
    assert told.value.where.endswith("window")
