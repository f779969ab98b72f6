"""When a vehicle was not read although it usually is, by its own habits (464.7(d))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR, MONTH, Room, seen
from workbench.errors import BadInput
from workbench.search import gaps as module
from workbench.wire.movement import GapsSearch

pytestmark = pytest.mark.section("464.7(d)")

PLATE = "7ABC123"
OTHERS = [seen(f"other{hour}", "6XYZ999", "EC-01", hour * HOUR) for hour in range(0, 30 * 24, 2)]


def daily(*days: int, camera: str = "EC-01") -> list[dict[str, Any]]:
    """A read on each of these days before now, at noon of Greenwich."""
    return [seen(f"d{day}", PLATE, camera, day * DAY + HOUR / 2) for day in days]


def gaps(station: Station, folder: Path, reads: list[dict[str, Any]], **asked: Any) -> Any:
    return Room(station, folder, reads).ask(GapsSearch, plate=PLATE, **{"window": MONTH, **asked})


def test_days_without_a_read_of_a_vehicle_that_is_read_daily_are_a_gap(station: Station, tmp_path: Path) -> None:
    found, frame = gaps(station, tmp_path, [*daily(*range(10), *range(15, 30)), *OTHERS])
    row = frame.row(0, named=True)
    assert len(frame) == 1
    assert (row["after"], row["before"]) == (NOW - 15 * DAY - HOUR / 2, NOW - 9 * DAY - HOUR / 2)
    assert (row["camera_after"], row["camera_before"], row["cameras"]) == ("EC-01", "EC-01", ["EC-01"])
    assert (row["days"], row["others"]) == (5, 25)
    assert 4 < row["expected"] < 5
    assert 0 < row["chance"] < 0.001
    assert (found.count, found.total, found.extra["days_read"]) == (25, 25, 25)


def test_a_vehicle_that_is_read_seldom_has_no_gaps(station: Station, tmp_path: Path) -> None:
    _, frame = gaps(station, tmp_path, [*daily(1, 4, 9, 15, 22, 27), *OTHERS])
    assert frame.is_empty()


def test_a_camera_that_read_nobody_says_nothing(station: Station, tmp_path: Path) -> None:
    out = [one for one in OTHERS if not NOW - 15 * DAY < one["time"] < NOW - 10 * DAY + HOUR]
    _, frame = gaps(station, tmp_path, [*daily(*range(10), *range(15, 30)), *out])
    assert frame.is_empty()


def test_a_gap_may_reach_to_the_windows_end(station: Station, tmp_path: Path) -> None:
    _, frame = gaps(station, tmp_path, [*daily(*range(8, 30)), *OTHERS])
    row = frame.row(0, named=True)
    assert (row["after"], row["before"], row["camera_before"]) == (NOW - 8 * DAY - HOUR / 2, None, None)


def test_weekends_are_not_expected_of_who_is_read_on_working_days_only(station: Station, tmp_path: Path) -> None:
    days = [day for day in range(30) if (NOW - day * DAY).weekday() < 5]
    _, frame = gaps(station, tmp_path, [*daily(*days), *OTHERS])
    assert frame.is_empty()


def test_few_days_have_no_habits_and_no_read_has_no_gap(station: Station, tmp_path: Path) -> None:
    found, frame = gaps(station, tmp_path, [*daily(1, 2, 20, 21), *OTHERS])
    assert frame.is_empty()
    assert "nothing is usual" in " ".join(found.notes)


def test_a_vehicle_that_nobody_read_has_no_gap(station: Station, tmp_path: Path) -> None:
    found, frame = gaps(station, tmp_path, OTHERS)
    assert (frame.is_empty(), found.total, found.extra["days_read"]) == (True, 0, 0)


def test_reads_without_a_camera_are_left_out_and_too_many_are_told(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = [{**one, "camera": None} for one in daily(3)]
    room = Room(station, tmp_path, [*nameless, *OTHERS])
    found, _ = room.ask(GapsSearch, plate=PLATE, window=MONTH)
    assert "1 reads tell no camera and were left out." in found.notes
    monkeypatch.setattr(module, "MOST", 0)
    with pytest.raises(BadInput) as error:
        room.ask(GapsSearch, plate=PLATE, window=MONTH)
    assert error.value.where == "window"


def test_a_window_of_hours_within_one_day_is_no_fault(station: Station, tmp_path: Path) -> None:
    window = {"start": NOW - 3 * HOUR, "end": NOW - timedelta(minutes=1)}
    assert gaps(station, tmp_path, [*daily(0), *OTHERS], window=window)[1].is_empty()
