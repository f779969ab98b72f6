"""What searches say of reads that people reviewed, and of vehicles with corrected reads (464.7(d), 464.7(g))."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.policy.conftest import station
from tests.policy.people import NOW, Station, analyst, purpose
from tests.unit.collection.desk import SETTINGS, Desk
from tests.unit.collection.hotlists.test_hits import reads
from tests.unit.collection.reviews.ground import Reviewing
from workbench.policy.caller import Realm
from workbench.policy.reviews import Outcome
from workbench.search.plates import search_plates
from workbench.search.run import Desk as Seat
from workbench.search.vehicle import vehicle
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.ui.search.results import vehicles, with_vehicle
from workbench.wire.movement import VehicleSearch
from workbench.wire.search import Found, PlateSearch, Window

__all__ = ["station"]
pytestmark = pytest.mark.section("464.7(d)", "464.7(g)")

WEEK = Window(start=NOW - timedelta(days=7), end=NOW)


@pytest.fixture
def room(tmp_path: Path, station: Station) -> Reviewing:
    """7A8C123 is corrected to 7ABC123, 7ABC128 rejected, 7ABC129 accepted; of 7ABC120 nothing was said."""
    desk = Desk(tmp_path, station)
    desk.take(reads(("7A8C123", "CA", 0.1), ("7ABC128", "CA", 0.2), ("7ABC129", "CA", 0.3), ("7ABC120", "CA", 0.4)))
    room = Reviewing(desk)
    misread, nothing, right, _ = room.queue().reads
    room.say(misread, Outcome.CORRECTED, resolved="7ABC123")
    room.say(nothing, Outcome.REJECTED)
    room.say(right, Outcome.ACCEPTED, "ben")
    return room


def seat(room: Reviewing) -> Seat:
    return Seat(room.station.gate, analyst(), purpose(), Realm.LIVE, SETTINGS)


def found(room: Reviewing, pattern: str) -> tuple[Found, pl.DataFrame]:
    asked = PlateSearch(purpose_id="p-1", pattern=pattern, window=WEEK)
    store = ReadsAsReviewed(room.desk.store, room.station.registers.reviews)
    return search_plates(seat(room), store, asked, room.station.registers.confusion.in_force)


def test_each_read_tells_what_was_said_of_it_and_by_whom(room: Reviewing) -> None:
    head, frame = found(room, "7ABC12?")
    told = {plate: rest for plate, *rest in frame.select("plate", "resolved_plate", "review", "reviewed_by").rows()}
    assert told == {
        "7A8C123": ["7ABC123", "corrected", "ana"],
        "7ABC128": [None, "rejected", "ana"],
        "7ABC129": [None, "accepted", "ben"],
        "7ABC120": [None, None, None],
    }
    assert (head.total, head.plates) == (4, 3)
    assert head.notes == ["1 of the reads shown were rejected on review: no plate stands in the image."]
    (reason,) = frame.filter(pl.col("plate") == "7A8C123")["match"]
    assert reason.startswith("corrected from 7A8C123 to 7ABC123")


def test_a_corrected_read_is_found_by_what_the_camera_read_too(room: Reviewing) -> None:
    _, frame = found(room, "7A8C123")
    assert frame["resolved_plate"].to_list() == ["7ABC123"]


@pytest.mark.section("464.6")
def test_the_record_of_a_search_names_the_corrected_plate_among_those_that_were_seen(room: Reviewing) -> None:
    head, frame = found(room, "7ABC12?")
    result = next(record for record in room.station.records() if record.index == head.result_record)
    assert result.body["read_ids"] == sorted(frame["read_id"])


def test_a_rejected_read_is_no_vehicle_on_the_screen(room: Reviewing) -> None:
    _, frame = found(room, "7ABC12?")
    assert sorted(vehicles(with_vehicle(frame))["vehicle"]) == ["7ABC120", "7ABC123", "7ABC129"]


def test_one_vehicles_reads_have_the_corrected_ones_and_none_that_was_rejected(room: Reviewing) -> None:
    store = ReadsAsReviewed(room.desk.store, room.station.registers.reviews)

    def of(plate: str) -> list[tuple[str, str | None]]:
        _, frame = vehicle(seat(room), store, VehicleSearch(purpose_id="p-1", plate=plate, window=WEEK))
        return frame.select("plate", "resolved_plate").rows()

    assert of("7ABC123") == [("7A8C123", "7ABC123")]
    assert of("7A8C123") == [("7A8C123", "7ABC123")]
    assert of("7ABC128") == []
    assert of("7ABC129") == [("7ABC129", None)]
