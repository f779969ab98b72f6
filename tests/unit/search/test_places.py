"""Where a vehicle is read again and again, for how long and when (464.7(d))."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import CAMERAS, DAY, HOUR, MINUTE, MONTH, Room, seen
from tests.unit.store.reads_ground import read
from workbench.errors import BadInput
from workbench.search import places as module
from workbench.synthetic.stories import planted
from workbench.wire.movement import PlacesSearch
from workbench.wire.reads import READ_SCHEMA

pytestmark = pytest.mark.section("464.7(d)")

PLATE = "7ABC123"
HERE = ZoneInfo("America/Los_Angeles")


def test_reads_become_places_and_visits_with_their_length(station: Station, tmp_path: Path) -> None:
    latitude, longitude = CAMERAS["EC-01"]
    beside = {"latitude": latitude + 0.001, "longitude": longitude, "camera": "PATROL-11"}  # 111 m
    reads = [
        seen("in", PLATE, "EC-01", 50 * HOUR),
        seen("out", PLATE, "EC-01", 48 * HOUR),
        seen("again", PLATE, "EC-01", 47 * HOUR),
        seen("else", PLATE, "EC-05", 46 * HOUR),
        read("patrol", PLATE, NOW - 45 * HOUR, **beside),
        seen("later", PLATE, "EC-01", 20 * HOUR),
        read("nowhere", PLATE, NOW - 3 * HOUR),
        read("named", PLATE, NOW - 2 * HOUR, camera="GATE"),
    ]
    found, frame = Room(station, tmp_path, reads).ask(PlacesSearch, plate=PLATE, window=MONTH)
    columns = ["place", "reads", "visits", "days", "stayed_minutes", "longest_minutes"]
    assert frame.select(columns).rows() == [
        ("EC-01", 5, 3, 2, 180.0, 180.0),
        ("EC-05", 1, 1, 1, 0.0, 0.0),
        ("GATE", 1, 1, 1, 0.0, 0.0),
    ]
    assert frame.row(0, named=True)["latitude"] == latitude
    assert frame.row(2, named=True)["latitude"] is None
    assert found.notes == ["1 reads have neither camera nor place."]
    assert (found.count, found.total, found.plates) == (7, 8, 1)
    assert found.extra["days"] == 3
    assert "read_ids" not in frame.columns
    _, narrow = Room(station, tmp_path, reads).ask(PlacesSearch, plate=PLATE, window=MONTH, metres=100)
    assert set(narrow["place"]) == {"EC-01", "EC-05", "GATE", "PATROL-11"}


def test_the_hours_are_those_of_the_agencys_clock(station: Station, tmp_path: Path) -> None:
    reads = [seen(f"r{day}", PLATE, "EC-01", day * DAY + day * HOUR) for day in range(1, 15)]
    _, frame = Room(station, tmp_path, reads).ask(PlacesSearch, plate=PLATE, window=MONTH)
    expected = [0] * 168
    for one in reads:
        local: datetime = one["time"].astimezone(HERE)
        expected[local.weekday() * 24 + local.hour] += 1
    assert frame["by_hour"][0].to_list() == expected


def test_the_prowlers_three_corners_are_his_places_on_all_nights(station: Station, tmp_path: Path) -> None:
    story = planted(NOW).with_row_index("number")
    named = story.with_columns(read_id=pl.format("s{}", "number"), source=pl.lit("department")).drop("number")
    reads = pl.concat([pl.DataFrame(schema=READ_SCHEMA), named], how="diagonal_relaxed").cast(dict(READ_SCHEMA))
    _, frame = Room(station, tmp_path, reads).ask(PlacesSearch, plate="5TGM839", window=MONTH)
    assert frame.select("place", "reads", "days").rows() == [("EC-11", 14, 7), ("EC-12", 14, 7), ("EC-13", 7, 7)]


def test_the_least_visited_places_are_cut_and_so_are_their_reads(station: Station, tmp_path: Path) -> None:
    reads = [seen("a", PLATE, "EC-01", HOUR), seen("b", PLATE, "EC-05", 2 * HOUR), seen("c", PLATE, "EC-01", 3 * HOUR)]
    room = Room(station, tmp_path, reads)
    found, frame = room.ask(PlacesSearch, plate=PLATE, window=MONTH, limit=1)
    assert (frame["place"].to_list(), found.notes) == (["EC-01"], ["2 places; the 1 most visited are shown."])
    assert room.station.records()[-1].body["read_ids"] == ["a", "c"]


def test_a_vehicle_that_was_never_read_has_no_places(station: Station, tmp_path: Path) -> None:
    found, frame = Room(station, tmp_path, []).ask(PlacesSearch, plate=PLATE, window=MONTH)
    assert (len(frame), found.count, found.plates) == (0, 0, 0)


def test_too_many_reads_are_told(station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    reads = [seen(f"r{number}", PLATE, "EC-01", number * MINUTE) for number in range(1, 3)]
    with pytest.raises(BadInput) as told:
        Room(station, tmp_path, reads).ask(PlacesSearch, plate=PLATE, window=MONTH)
    assert told.value.where == "window"
