"""How common a sighting is, by camera and hour of the week, with the hours that saw nobody (464.7(d))."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR, SCENE, Room, seen
from workbench.errors import BadInput
from workbench.wire.movement import BaseRatesSearch
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.7(d)")

HERE = ZoneInfo("America/Los_Angeles")
SPRING = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
"""The day on which clocks are put forward."""
sightings = st.lists(
    st.tuples(st.integers(0, 20 * 24 * 4 - 1), st.sampled_from(["EC-01", "EC-05"]), st.sampled_from(["7A", "6B"])),
    min_size=1,
    max_size=40,
)


def cell(time: datetime) -> int:
    local = time.astimezone(HERE)
    return local.weekday() * 24 + local.hour


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sightings)
def test_rates_are_what_counting_by_hand_gives(
    station: Station, tmp_path: Path, rows: list[tuple[int, str, str]]
) -> None:
    ago = NOW - SPRING
    reads = [
        seen(f"r{number}", plate, camera, ago + (quarters + 1) * HOUR / 4 - 10 * DAY)
        for number, (quarters, camera, plate) in enumerate(rows)
    ]
    window = Window(start=SPRING - 10 * DAY, end=SPRING + 10 * DAY)
    frame = Room(station, tmp_path, reads).ask(BaseRatesSearch, window=window)[1]
    hours = Counter(cell(window.start + number * HOUR) for number in range(20 * 24))
    seen_in: defaultdict[tuple[str, int], list[tuple[datetime, str]]] = defaultdict(list)
    for one in reads:
        hour = one["time"].replace(minute=0)
        seen_in[one["camera"], cell(hour)].append((hour, one["plate"]))
    expected = []
    for (camera, at), found in sorted(seen_in.items()):
        with_any = len({hour for hour, _ in found})
        rates = (len(found) / hours[at], len(set(found)) / hours[at])
        expected.append((camera, at, len(found), float(hours[at]), with_any, *rates))
    assert frame.rows() == expected


def test_parts_of_hours_at_the_windows_ends_count_as_parts(station: Station, tmp_path: Path) -> None:
    window = Window(start=NOW - HOUR / 4, end=NOW + HOUR / 2)
    reads = [seen("a", "7ABC123", "EC-01", timedelta(0)), seen("b", "7ABC123", "EC-01", timedelta(minutes=10))]
    frame = Room(station, tmp_path, reads).ask(BaseRatesSearch, window=window)[1]
    assert frame.select("reads", "hours", "reads_per_hour").rows() == [(1, 0.25, 4.0), (1, 0.5, 2.0)]


def test_area_and_looks_narrow_it_and_no_plate_is_shown(station: Station, tmp_path: Path) -> None:
    reads = [
        seen("a", "7ABC123", "EC-01", HOUR, colour="white"),
        seen("b", "6XYZ999", "EC-01", 2 * HOUR, colour="black"),
        seen("c", "6XYZ999", "EC-05", 2 * HOUR, colour="white"),
    ]
    room = Room(station, tmp_path, reads)
    window = Window(start=NOW - 7 * DAY, end=NOW)
    found, frame = room.ask(BaseRatesSearch, window=window, area=SCENE, vehicle={"colour": ["white"]})
    assert (frame["camera"].to_list(), frame["reads"].to_list()) == (["EC-01"], [1])
    assert (found.count, found.total, found.notes) == (0, 1, ["At every camera, 1 reads were counted; none is shown."])
    assert not {"plate", "read_id"} & set(frame.columns)
    assert room.station.records()[-1].body["read_ids"] == []


def test_a_window_of_more_than_two_years_is_told(station: Station, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        Room(station, tmp_path, []).ask(BaseRatesSearch, window=Window(start=NOW - 732 * DAY, end=NOW))
    assert told.value.where == "window"
