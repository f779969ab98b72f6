"""One vehicle's reads, by its whole plate (464.7(d))."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, DAY_BEFORE, HOUR, MONTH, SCENE, Room, seen
from workbench.errors import AssentRequired
from workbench.wire.movement import VehicleSearch
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.7(d)")

READS = [
    seen("new", "7ABC123", "EC-01", HOUR, colour="black", make="Ford"),
    seen("old", "7ABC123", "EC-05", 2 * DAY, colour="white", make="ford"),
    seen("fixed", "7A8C123", "EC-01", 3 * HOUR, resolved_plate="7ABC123"),
    seen("moved", "7ABC123", "EC-01", 4 * HOUR, resolved_plate="7ABC128", colour="white"),
    seen("other", "7A8C123", "EC-01", 2 * HOUR),
]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"window": MONTH}, ["new", "fixed", "moved", "old"]),
        ({"window": DAY_BEFORE}, ["new", "fixed", "moved"]),
        ({"window": MONTH, "area": SCENE}, ["new", "fixed", "moved"]),
        ({"window": MONTH, "vehicle": {"colour": ["white"]}}, ["moved", "old"]),
        ({"window": MONTH, "vehicle": {"make": ["FORD"], "colour": ["white", "black"]}}, ["new", "old"]),
        ({"window": MONTH, "limit": 2}, ["new", "fixed"]),
        ({"window": Window(start=NOW - 20 * DAY, end=NOW - 10 * DAY)}, []),
    ],
)
def test_the_reads_come_newest_first_and_as_narrow_as_asked(
    station: Station, tmp_path: Path, asked: dict[str, Any], shown: list[str]
) -> None:
    room = Room(station, tmp_path, READS)
    found, frame = room.ask(VehicleSearch, plate="7ABC-123", **asked)
    assert frame["read_id"].to_list() == shown
    assert found.count == len(shown)
    assert "key" not in frame.columns


def test_corrections_are_said_in_either_direction(station: Station, tmp_path: Path) -> None:
    found, _ = Room(station, tmp_path, READS).ask(VehicleSearch, plate="7ABC123", window=MONTH)
    assert found.notes == [
        "1 reads were corrected to this plate; the camera read another.",
        "1 reads of this plate were corrected to another one.",
    ]
    assert found.plates == 2


@pytest.mark.section("464.10(b)")
def test_everything_that_is_kept_of_a_vehicle_is_confirmed(station: Station, tmp_path: Path) -> None:
    room = Room(station, tmp_path, READS)
    with pytest.raises(AssentRequired, match="There is no time window"):
        room.ask(VehicleSearch, plate="7ABC123")
    assert room.confirmed(VehicleSearch, plate="7ABC123")[0].count == 4
