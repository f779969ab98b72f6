"""An approval lets out what the request asked for (464.9, 464.11): these reads, so many, in so many files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station, analyst
from tests.unit.release.test_sharing import BOUNDS, asked
from tests.unit.release.test_taking_out import _Room, release
from tests.unit.search.movement_ground import CAMERAS, DAY, DAY_BEFORE, SCENE, seen
from tests.unit.store.reads_ground import table
from workbench.accesslog.record import Kind
from workbench.errors import AssentRequired, BadInput, Refused, WorkbenchError
from workbench.release.bounds import beyond, outside
from workbench.release.fulfilment import decide_fulfilment
from workbench.release.sharing import enter_release
from workbench.settings import Settings
from workbench.wire.docket import Kind as DocketKind
from workbench.wire.docket import State
from workbench.wire.movement import CanvassSearch, VehicleSearch
from workbench.wire.search import Circle, PlateSearch, Window
from workbench.wire.sharing import Bounds

pytestmark = pytest.mark.section("464.9", "464.11")

ELSEWHERE = Circle(latitude=CAMERAS["BR-01"][0], longitude=CAMERAS["BR-01"][1], radius_m=300)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[_Room]:
    with Station(tmp_path) as station:
        yield _Room(station, tmp_path)


def bounds(**changes: Any) -> Bounds:
    return Bounds.model_validate({**BOUNDS.model_dump(), **changes})


def refused(room: _Room, number: int, kind: str = "plates", **said: Any) -> Refused:
    """What is answered, and is on record, after the asker's own word was given."""
    with pytest.raises(Refused) as caught:
        room.confirmed(kind, release=number, **said)
    error = caught.value
    assert not isinstance(error, AssentRequired)
    kept = [each for each in room.since() if each.kind is Kind.REFUSAL and "needs" not in each.body]
    assert kept[-1].body["section"] == error.section
    assert kept[-1].body["elements"]["release"] == number
    return error


def files_of(room: _Room, number: int) -> int:
    entry = room.station.registers.docket.get(DocketKind.RELEASE, number)
    assert entry is not None
    return len(entry.acts)


def test_what_was_approved_narrow_is_not_fulfilled_wide(room: _Room) -> None:
    number = release(room, bounds=bounds(plates=["7ABC123"]))
    error = refused(room, number)
    assert "other plates" in error.message
    assert error.section == "464.11"
    for kind in ("vehicle", "canvass"):
        assert refused(room, number, kind, query={"plate": "7ABC128"} if kind == "vehicle" else {})
    assert files_of(room, number) == 0
    head, _ = room.confirmed("vehicle", release=number)
    assert (head.count, files_of(room, number)) == (1, 1)


@pytest.mark.parametrize(
    "wider", [{"start": NOW - 2 * DAY, "end": NOW}, {"start": NOW - DAY, "end": NOW + timedelta(seconds=1)}, None]
)
def test_another_time_than_the_request_names_is_refused_before_anything_is_looked_at(room: _Room, wider: Any) -> None:
    number = release(room, bounds=bounds(window=DAY_BEFORE))
    assert "another time" in refused(room, number, query={"window": wider}).message
    assert not [each for each in room.since() if each.kind is Kind.INTENT and each.action == "export.reads"]


@pytest.mark.parametrize("narrow", [{"area": SCENE}, {"cameras": ["ec-01"]}], ids=["place", "camera"])
def test_reads_of_another_place_or_camera_are_refused_and_none_of_them_goes_out(
    room: _Room, narrow: dict[str, Any]
) -> None:
    number = release(room, bounds=bounds(**narrow))
    error = refused(room, number)
    assert error.message.startswith("1 of the 2 reads lie outside")
    assert error.section == "464.9"
    assert [each.body["outcome"] for each in room.since() if each.kind is Kind.RESULT] == ["failed"]
    assert files_of(room, number) == 0
    room.confirmed("vehicle", release=number)


def test_characters_that_may_be_wrong_reach_no_plate_that_was_not_asked_for(room: _Room) -> None:
    number = release(room, bounds=bounds(plates=["7ABC123"]))
    assert "outside" in refused(room, number, query={"pattern": "7ABC123", "distance": 1}).message


def test_more_reads_than_were_approved_are_refused_however_the_files_are_cut(room: _Room) -> None:
    number = release(room, bounds=bounds(reads=1, files=5))
    assert "2 reads would go out; the approval lets out 1 more" in refused(room, number).message
    room.confirmed("vehicle", release=number)
    again = refused(room, number, "vehicle", query={"plate": "7ABC128"})
    assert "lets out 0 more" in again.message


def test_a_second_file_is_refused_when_one_was_asked_for(room: _Room) -> None:
    number = release(room)
    room.confirmed(release=number)
    assert "As many files as were asked for" in refused(room, number, why="For the case file, another copy.").message
    two = release(room, bounds=bounds(files=2))
    room.confirmed(release=two)
    room.confirmed(release=two, why="For the case file, the prosecutor's copy.")
    assert files_of(room, two) == 2


def test_of_two_files_that_are_asked_for_at_once_one_goes_out(room: _Room) -> None:
    number = release(room)
    with pytest.raises(AssentRequired) as wanted:
        room.ask(release=number)
    room.station.registers.assents.answer(wanted.value.assent, "ana", True, "yes", NOW, record=1)
    outcomes: list[str] = []

    def take() -> None:
        try:
            room.ask(release=number)
            outcomes.append("given")
        except WorkbenchError as error:
            outcomes.append(type(error).__name__)

    both = [threading.Thread(target=take) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert outcomes.count("given") == 1
    assert files_of(room, number) == 1


@pytest.mark.parametrize(("days", "held"), [(29, True), (30, False)])
def test_an_approval_ends_after_its_days(room: _Room, days: int, held: bool) -> None:
    number = release(room)
    entry = room.station.registers.docket.get(DocketKind.RELEASE, number)
    assert entry is not None
    query = PlateSearch(purpose_id="p-1", pattern="7ABC*", window=DAY_BEFORE)
    now = NOW + days * DAY
    _, decision = decide_fulfilment(room.station.registers, number, now, {"department"}, Settings(), query)
    assert decision.allowed is held
    assert held or decision.section.value == "464.11"


def test_what_was_approved_before_requests_said_what_they_ask_for_lets_nothing_out(room: _Room) -> None:
    docket = room.station.registers.docket
    body = asked().model_dump(mode="json", exclude={"bounds"})
    old = docket.enter(DocketKind.RELEASE, body, "rosa", NOW, 1)
    assert docket.decide(old.number, State.APPROVED, "adam", NOW, "", 0)
    assert "does not say which reads" in refused(room, old.number).message


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"plates": []}, "plates"),
        ({"plates": ["7ABC123", "**"]}, "plates"),
        ({"window": {"start": NOW, "end": NOW - DAY}}, "window"),
    ],
    ids=["everybody", "no plate", "no time"],
)
def test_a_request_that_does_not_say_which_reads_is_refused_on_record(
    room: _Room, said: dict[str, Any], where: str
) -> None:
    station = room.station
    with pytest.raises(BadInput) as error:
        enter_release(station.gate, station.registers, analyst("rosa"), asked(bounds=bounds(**said)), Settings())
    assert error.value.where == where
    assert room.since()[-1].kind is Kind.REFUSAL
    assert station.registers.docket.waiting() == []


MONTH = Window(start=NOW - 30 * DAY, end=NOW)


@pytest.mark.parametrize(
    ("query", "within"),
    [
        (PlateSearch(purpose_id="p", pattern="7abc 12?", window=MONTH), True),
        (PlateSearch(purpose_id="p", pattern="7ABC123", window=MONTH), True),
        (VehicleSearch(purpose_id="p", plate="7ABC129", window=MONTH), True),
        (PlateSearch(purpose_id="p", pattern="7ABC1?", window=MONTH), False),
        (PlateSearch(purpose_id="p", pattern="7ABC1*", window=MONTH), False),
        (VehicleSearch(purpose_id="p", plate="8ABC123", window=MONTH), False),
        (CanvassSearch.model_validate({"purpose_id": "p", "scenes": [{"window": MONTH, "area": SCENE}]}), False),
    ],
    ids=str,
)
def test_a_search_for_plates_lies_within_those_that_are_asked_for(query: Any, within: bool) -> None:
    assert (beyond(bounds(plates=["7ABC12?"], window=MONTH), query) == "") is within


def test_a_canvass_lies_within_a_request_for_a_place_when_each_of_its_scenes_does() -> None:
    said = bounds(plates=[], area=SCENE, window=DAY_BEFORE)
    scenes = [{"window": DAY_BEFORE, "area": SCENE}, {"window": MONTH, "area": SCENE}]
    one, two = (CanvassSearch.model_validate({"purpose_id": "p", "scenes": scenes[:n]}) for n in (1, 2))
    assert (beyond(said, one), beyond(said, two)) == ("", "the search looks at another time")


def test_each_bound_that_is_given_counts_read_by_read() -> None:
    reads = table(
        [
            seen("r-1", "7ABC123", "EC-01", DAY / 3),
            seen("r-2", "7ABC128", "EC-05", DAY / 4),
            seen("r-3", "8XYZ987", "EC-01", 2 * DAY),
        ]
    )
    wide = {"plates": [], "window": MONTH, "cameras": ["EC-01", "EC-05"]}
    assert outside(bounds(**wide), reads) == 0
    assert outside(bounds(**{**wide, "window": DAY_BEFORE}), reads) == 1
    assert outside(bounds(**{**wide, "plates": ["7ABC*"]}), reads) == 1
    assert outside(bounds(**{**wide, "area": SCENE}), reads) == 1
    assert outside(bounds(**{**wide, "area": ELSEWHERE}), reads) == 3
    assert outside(bounds(**{**wide, "cameras": ["EC-05"]}), reads) == 2
