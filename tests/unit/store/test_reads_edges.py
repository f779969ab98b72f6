"""Searching at the edges: the date line and the poles, the microsecond at which a window begins and ends (464.7(d))."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.policy.people import NOW, Station
from tests.unit.store.reads_ground import batch, opened, read, receipt_of, table
from workbench.plates.pattern import parse
from workbench.store.reads_query import PlateQuery
from workbench.store.receipt import Receipt
from workbench.store.segments.places import EARTH_RADIUS_M, metres_between
from workbench.wire.search import Window

MOMENT = timedelta(microseconds=1)
latitudes = st.sampled_from([-90.0, -89.9999, 0.0, 32.8, 89.9999, 90.0]) | st.floats(-90, 90)
longitudes = st.sampled_from([-180.0, -179.9999, -115.5, 0.0, 179.9999, 180.0]) | st.floats(-180, 180)


def vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


@given(latitudes, longitudes, latitudes, longitudes)
@example(0.0, 180.0, 0.0, -180.0)
@example(90.0, 0.0, 90.0, 180.0)
@example(32.8, -179.9999, 32.8, 179.9999)
def test_distances_are_those_between_two_arrows_from_the_middle_of_the_earth(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    here, there = vector(latitude, longitude), vector(north, east)
    apart = 2 * math.asin(min(1.0, math.dist(here, there) / 2))
    (found,) = metres_between(latitude, longitude, np.array([north]), np.array([east]))
    assert found == pytest.approx(EARTH_RADIUS_M * apart, abs=0.5)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reads")


@pytest.fixture(scope="module")
def seen(folder: Path, receipt: Receipt) -> datetime:
    """When the one read was: a microsecond that no statistics in milliseconds would keep."""
    moment = NOW.replace(microsecond=999_999)
    opened(folder).append(table([read("one", "7ABC123", moment)]), receipt)
    return moment


@pytest.mark.parametrize(("start", "end", "found"), [(0, 1, 1), (-1, 0, 0), (-1, 1, 1), (1, 2, 0), (-2, -1, 0)])
def test_a_window_begins_with_its_start_and_ends_before_its_end(
    folder: Path, receipt: Receipt, seen: datetime, start: int, end: int, found: int
) -> None:
    window = Window(start=seen + start * MOMENT, end=seen + end * MOMENT)
    store = opened(folder)
    assert store.find(PlateQuery(parse("7ABC123"), window), receipt).total == found


def test_eight_people_who_search_while_batches_come_see_whole_ones_and_never_fewer(
    tmp_path: Path, receipt: Receipt
) -> None:
    store = opened(tmp_path)
    asked = PlateQuery(parse("*AB*"), limit=100_000)
    size, batches = 20, 24
    written = Event()

    def look() -> list[int]:
        seen = []
        while not written.is_set():
            found = store.find(asked, receipt)
            assert found.reads["read_id"].n_unique() == len(found.reads) == found.total
            seen.append(found.total)
        return seen

    with ThreadPoolExecutor(8) as people:
        looks = [people.submit(look) for _ in range(8)]
        try:
            for number in range(batches):
                store.append(batch(number, size, months=0), receipt)
        finally:
            written.set()
    for totals in (one.result() for one in looks):
        assert totals == sorted(totals)
        assert all(total % size == 0 for total in totals)
    assert store.find(asked, receipt).total == size * batches
