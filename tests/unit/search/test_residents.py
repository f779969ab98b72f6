"""Whom a scene is usual for is counted on the days before it, and told of each vehicle (464.7(d))."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import CAMERAS, DAY, HOUR, SCENE, Room, seen
from workbench.errors import AssentRequired, BadInput
from workbench.search import residents as module
from workbench.wire.movement import CanvassSearch, Residents
from workbench.wire.search import Circle, Window

pytestmark = pytest.mark.section("464.7(d)")

THERE = Circle(latitude=CAMERAS["EC-09"][0], longitude=CAMERAS["EC-09"][1], radius_m=300)
FIRST = {"window": Window(start=NOW - 2 * HOUR, end=NOW), "area": SCENE}
SECOND = {"window": Window(start=NOW - DAY - HOUR, end=NOW - DAY + HOUR), "area": THERE}
MONTH = {"days": 28, "share": 0.25}


def daily(stem: str, plate: str, camera: str, days: range, ago: timedelta = HOUR) -> list[dict[str, Any]]:
    """A read a day, so long before noon."""
    return [seen(f"{stem}{day}", plate, camera, day * DAY + ago) for day in days]


READS = [
    *daily("home", "7HOME11", "EC-01", range(21)),
    *daily("night", "6NIGHT1", "EC-01", range(2, 12), 12 * HOUR),
    seen("now", "6NIGHT1", "EC-01", HOUR),
    seen("strange", "5STR999", "EC-01", HOUR),
    seen("strange before", "5STR999", "EC-01", 3 * DAY),
    seen("both", "7HOME11", "EC-09", DAY),
]


@pytest.fixture
def room(station: Station, tmp_path: Path) -> Room:
    return Room(station, tmp_path, READS)


def told(frame: Any) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in frame.select("plate", "usual_days", "usual_then", "unusual_scenes").rows()}


def test_days_are_counted_at_any_hour_and_around_the_scenes_own(room: Room) -> None:
    found, frame = room.ask(CanvassSearch, scenes=[FIRST], residents=MONTH)
    assert told(frame) == {
        "5STR999": ([1], [1], 1),
        "6NIGHT1": ([10], [0], 0),
        "7HOME11": ([20], [20], 0),
    }
    assert found.extra["days_of"] == [20], "the days on which a camera there read nobody don't count"
    assert found.extra["per_scene"] == [{"reads": 3, "vehicles": 3}]
    assert frame["plate"].to_list()[0] == "5STR999", "whoever is not usually there comes first"


def test_a_scene_that_is_usual_for_a_vehicle_does_not_speak_for_it_but_another_does(room: Room) -> None:
    _, frame = room.ask(CanvassSearch, scenes=[FIRST, SECOND], residents=MONTH)
    days, _, unusual = told(frame)["7HOME11"]
    assert (days, unusual) == ([19, 0], 1), "nor does the day of one scene count as a day before the other"
    assert frame.select("vehicle_scenes", "unusual_scenes").row(0) == (2, 1)


def test_the_share_of_days_that_makes_a_place_usual_is_asked_for_and_on_record(room: Room) -> None:
    _, frame = room.ask(CanvassSearch, scenes=[FIRST], residents={"days": 28, "share": 0.6})
    assert told(frame)["6NIGHT1"][2] == 1
    assert room.station.records()[-2].body["elements"]["residents"] == {"days": 28, "share": 0.6}


@pytest.mark.parametrize(
    ("share", "of", "least"), [(0.25, 28, 7), (0.25, 5, 2), (0.1, 0, 2), (0.5, 27, 14), (0.7, 10, 7)]
)
def test_a_place_is_usual_from_a_share_of_the_days_on_and_never_from_one_day(share: float, of: int, least: int) -> None:
    assert Residents(days=28, share=share).days_of(of) == least


def test_days_before_that_are_too_old_are_confirmed(room: Room) -> None:
    old = {"window": Window(start=NOW - 70 * DAY, end=NOW - 69 * DAY), "area": SCENE}
    room.ask(CanvassSearch, scenes=[old])
    with pytest.raises(AssentRequired, match="Reads are counted from"):
        room.ask(CanvassSearch, scenes=[old], residents=MONTH)


def test_more_vehicles_than_can_be_looked_at_are_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VEHICLES", 2)
    with pytest.raises(BadInput) as error:
        room.ask(CanvassSearch, scenes=[FIRST], residents=MONTH)
    assert error.value.where == "residents"


def test_days_are_the_agencys_own_also_when_clocks_change(station: Station, tmp_path: Path) -> None:
    spring = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # 23:30 on 7 March in California
    window = Window(start=spring + 2 * DAY, end=spring + 2 * DAY + HOUR)
    ago = NOW - spring
    reads = [
        seen("there", "7ABC123", "EC-01", ago - 2 * DAY),
        seen("before", "7ABC123", "EC-01", ago - DAY),
        seen("after midnight", "7ABC123", "EC-01", ago - DAY - HOUR),
    ]
    scene = {"window": window, "area": SCENE}
    _, frame = Room(station, tmp_path, reads).ask(CanvassSearch, scenes=[scene], residents=MONTH)
    assert frame.row(0, named=True)["usual_days"] == [1]
