"""A canvass shows who was around the scenes, and who was at several of them (464.7(d))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import CAMERAS, DAY, HOUR, SCENE, Room, seen
from workbench.errors import AssentRequired, BadInput, Refused
from workbench.search import canvass as module
from workbench.wire.movement import CanvassSearch
from workbench.wire.search import Circle, Window

pytestmark = pytest.mark.section("464.7(d)")

THERE = Circle(latitude=CAMERAS["EC-09"][0], longitude=CAMERAS["EC-09"][1], radius_m=300)
FIRST = {"window": Window(start=NOW - 5 * HOUR, end=NOW - 3 * HOUR), "area": SCENE}
SECOND = {"window": Window(start=NOW - DAY - HOUR, end=NOW - DAY + HOUR), "area": THERE}
READS = [
    seen("a", "7ABC123", "EC-01", 4 * HOUR, colour="black"),
    seen("late", "6XYZ999", "EC-01", 3 * HOUR, colour="black"),
    seen("b", "6XYZ999", "EC-01", 5 * HOUR, colour="white"),
    seen("away", "5AAA111", "EC-05", 4 * HOUR),
    seen("c", "7ABC123", "EC-09", DAY, colour="black"),
    seen("d", "4DDD444", "EC-09", DAY + HOUR / 2),
]


@pytest.fixture
def room(station: Station, tmp_path: Path) -> Room:
    return Room(station, tmp_path, READS)


def test_everybody_around_the_scenes_is_shown_with_the_scenes_where_they_were(room: Room) -> None:
    found, frame = room.ask(CanvassSearch, scenes=[FIRST, SECOND])
    shown = frame.select("read_id", "scenes", "vehicle_scenes").rows()
    assert shown == [("a", [1], 2), ("c", [2], 2), ("b", [1], 1), ("d", [2], 1)]
    assert (found.count, found.total, found.plates) == (4, 4, 3)


def test_only_those_who_were_at_several_scenes_are_shown_when_asked_for(room: Room) -> None:
    _, frame = room.ask(CanvassSearch, scenes=[FIRST, SECOND], seen_at_least=2)
    assert frame["read_id"].to_list() == ["a", "c"]
    with pytest.raises(BadInput) as told:
        room.ask(CanvassSearch, scenes=[FIRST], seen_at_least=2)
    assert told.value.where == "seen_at_least"


def test_a_scene_may_be_a_polygon_and_scenes_may_overlap(room: Room) -> None:
    latitude, longitude = CAMERAS["EC-01"]
    corner = (latitude, longitude)  # on the edge is inside
    area = {"vertices": [corner, (latitude + 0.01, longitude), (latitude, longitude + 0.01)]}
    _, frame = room.ask(CanvassSearch, scenes=[{**FIRST, "area": area}, FIRST])
    assert frame.select("read_id", "scenes").rows() == [("a", [1, 2]), ("b", [1, 2])]


def test_the_vehicles_looks_narrow_it(room: Room) -> None:
    asked: dict[str, Any] = {"scenes": [FIRST, SECOND], "vehicle": {"colour": ["BLACK", "red"]}}
    assert room.ask(CanvassSearch, **asked)[1]["read_id"].to_list() == ["a", "c"]
    assert room.station.records()[-2].body["elements"]["vehicle"] == {"colour": ["BLACK", "red"]}


def test_a_cut_answer_says_so_and_more_rows_are_confirmed(room: Room) -> None:
    found, frame = room.ask(CanvassSearch, scenes=[FIRST, SECOND], limit=1)
    assert (len(frame), found.count, found.total) == (1, 1, 4)
    assert found.notes == ["4 reads fit; 1 are shown, those of vehicles at most scenes and the newest first."]
    with pytest.raises(AssentRequired, match="Up to 501 reads"):
        room.ask(CanvassSearch, scenes=[FIRST], limit=501)


def test_the_reads_of_a_vehicle_stand_together_so_that_a_cut_answer_has_whole_vehicles(room: Room) -> None:
    again = {"window": Window(start=NOW - 2 * DAY, end=NOW), "area": THERE}
    _, frame = room.ask(CanvassSearch, scenes=[FIRST, again], limit=3)
    assert frame["plate"].to_list() == ["7ABC123", "7ABC123", "6XYZ999"]
    assert frame["read_id"].to_list() == ["a", "c", "b"]


def test_too_many_reads_are_told_with_what_to_narrow(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    with pytest.raises(BadInput, match="More than 1 reads fit"):
        room.ask(CanvassSearch, scenes=[FIRST])
    assert room.station.records()[-1].body["reason"] == "bad-input"


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        ([{"area": SCENE}], "Scene 1 has no window."),
        ([FIRST, {"window": FIRST["window"]}], "Scene 2 has no area."),
        ([FIRST, {}], "Scene 2 has no window and no area."),
        ([FIRST] * 11, "11 scenes are canvassed at once; at most 10 may be."),
    ],
)
def test_a_canvass_without_a_time_and_a_place_is_refused_on_record(room: Room, scenes: list[Any], said: str) -> None:
    with pytest.raises(Refused) as told:
        room.ask(CanvassSearch, scenes=scenes)
    assert not isinstance(told.value, AssentRequired)
    assert (told.value.section, said in told.value.message) == ("464.7(d)", True)
    assert room.station.records()[-1].body["section"] == "464.7(d)"


def test_windows_that_are_long_together_are_confirmed(room: Room) -> None:
    weeks = [
        {
            "window": Window(start=NOW - (week + 2) * timedelta(weeks=1), end=NOW - week * timedelta(weeks=1)),
            "area": SCENE,
        }
        for week in (0, 2, 4)
    ]
    room.ask(CanvassSearch, scenes=weeks[:2])
    with pytest.raises(AssentRequired, match=r"together span 42\.0 days"):
        room.ask(CanvassSearch, scenes=weeks)
