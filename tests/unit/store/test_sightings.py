"""Every store of sightings answers as a plain look at each read does (464.5, 464.7(d), 464.7(f))."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.policy.people import NOW, Station
from tests.unit.plates.strategies import plates
from tests.unit.store.reads_ground import read, receipt_of, table
from tests.unit.store.sightings_ground import IMPLEMENTATIONS, Make, TableSightings
from workbench.errors import BadInput, Cancelled
from workbench.plates.key import pack_many
from workbench.policy.caller import Realm
from workbench.store.receipt import Receipt
from workbench.store.sightings import (
    SIGHTING_COLUMNS,
    SIGHTING_SCHEMA,
    SPOT_SCHEMA,
    TALLIES,
    Scene,
    Sightings,
    Where,
    Work,
)
from workbench.wire.polygon import Polygon
from workbench.wire.reads import READ_COLUMNS
from workbench.wire.search import Circle, Window

pytestmark = pytest.mark.section("464.7(d)")

HOUR = timedelta(hours=1)
MANY = 100_000
times = st.integers(0, 40 * 24 * 4).map(lambda quarters: NOW - quarters * HOUR / 4)
degrees = st.integers(-20, 20).map(lambda steps: steps / 1000)
windows = (
    st.tuples(times, times)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: Window(start=min(pair), end=max(pair)))
)
circles = st.builds(Circle, latitude=degrees, longitude=degrees, radius_m=st.integers(1, 3000))
corners = st.lists(st.tuples(degrees, degrees), min_size=3, max_size=6, unique=True)


def polygon(points: list[tuple[float, float]]) -> Polygon | None:
    try:
        return Polygon(vertices=tuple(points))
    except ValueError:
        return None


areas = circles | corners.map(polygon).filter(lambda area: area is not None)
scenes = st.builds(Scene, st.none() | windows, areas) | st.builds(Scene, windows)
colours = st.sampled_from(["white", "black", None])
wheres = st.builds(
    Where,
    st.lists(scenes, max_size=3).map(tuple),
    st.none() | st.frozensets(st.sampled_from(["department", "state"])),
    st.just({}) | st.just({"colour": frozenset({"White", "red"})}) | st.just({"make": frozenset({"ford"})}),
)
seen = st.fixed_dictionaries(
    {
        "plate": plates,
        "resolved_plate": st.none() | plates,
        "time": times,
        "latitude": st.none() | degrees,
        "longitude": degrees,
        "camera": st.sampled_from(["EC-01", "EC-02", None]),
        "source": st.sampled_from(["department", "state"]),
        "colour": colours,
        "make": st.sampled_from(["Ford", "Honda", None]),
        "vehicle_year": st.none() | st.integers(1990, 2026),
    }
)
spots = st.lists(st.tuples(times, st.none() | degrees, degrees), min_size=1, max_size=6).map(
    lambda rows: pl.DataFrame([(number, *row) for number, row in enumerate(rows)], schema=SPOT_SCHEMA, orient="row")
)


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receipt]:
    with Station(tmp_path_factory.mktemp("station")) as station:
        yield receipt_of(station)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("make", IMPLEMENTATIONS[1:])
@given(
    rows=st.lists(seen, min_size=1, max_size=40),
    where=wheres,
    wanted=st.lists(plates, max_size=3),
    spots=spots,
    reach=st.tuples(st.sampled_from([0.0, 900.0, 7200.0]), st.sampled_from([0.0, 111.5, 1500.0])),
    by=st.lists(st.sampled_from(sorted(TALLIES)), unique=True, max_size=3),
)
def test_a_store_answers_as_a_plain_look_does(
    receipt: Receipt,
    tmp_path_factory: pytest.TempPathFactory,
    make: Make,
    rows: list[dict[str, Any]],
    where: Where,
    wanted: list[str],
    spots: pl.DataFrame,
    reach: tuple[float, float],
    by: list[str],
) -> None:
    reads = table(read(f"r-{number}", **row) for number, row in enumerate(rows))
    store, oracle = make(reads, tmp_path_factory.mktemp("store"), receipt), TableSightings(reads)
    keys = pack_many([*wanted, rows[0]["plate"]])
    assert_frame_equal(store.of_plates(keys, where, receipt), oracle.of_plates(keys, where, receipt))
    assert_frame_equal(store.at(where, receipt, most=MANY), oracle.at(where, receipt, most=MANY))
    near = [one.around(spots, *reach, where, receipt, most=MANY) for one in (store, oracle)]
    assert_frame_equal(*near)
    told = tuple(by)
    assert_frame_equal(store.tally(where, told, receipt), oracle.tally(where, told, receipt))


READS = table(
    read(f"r-{number}", "7ABC123", NOW - number * HOUR, latitude=32.79, longitude=-115.56, camera="EC-01")
    for number in range(10)
)
SPOT = pl.DataFrame([(7, NOW, 32.79, -115.56)], schema=SPOT_SCHEMA, orient="row")


@pytest.mark.parametrize("make", IMPLEMENTATIONS)
def test_the_columns_are_those_of_a_read_and_its_key(make: Make, receipt: Receipt, tmp_path: Path) -> None:
    assert [SIGHTING_SCHEMA[name] for name in SIGHTING_COLUMNS if name != "key"] == [
        READ_COLUMNS[name] for name in SIGHTING_COLUMNS if name != "key"
    ]
    store = make(READS, tmp_path, receipt)
    nowhere = Where((Scene(Window(start=NOW - 9000 * HOUR, end=NOW - 8000 * HOUR)),))
    for where, count in ((Where(), 10), (nowhere, 0)):
        assert store.at(where, receipt, most=10).schema == SIGHTING_SCHEMA
        assert len(store.of_plates(pack_many(["7ABC123"]), where, receipt)) == count
    assert store.around(SPOT, 60, 10, Where(), receipt, most=1)["spot"].to_list() == [7]
    assert store.tally(nowhere, ("camera",), receipt).is_empty()
    assert store.tally(nowhere, (), receipt).rows() == [(0, 0)]


@pytest.mark.parametrize("make", IMPLEMENTATIONS)
def test_more_reads_than_can_be_looked_at_together_are_told_with_what_to_narrow(
    make: Make, receipt: Receipt, tmp_path: Path
) -> None:
    store = make(READS, tmp_path, receipt)
    assert len(store.at(Where(), receipt, most=10)) == 10
    with pytest.raises(BadInput) as told:
        store.at(Where(), receipt, most=9)
    assert (told.value.where, "9" in told.value.message, bool(told.value.how)) == ("window", True, True)
    with pytest.raises(BadInput):
        store.around(SPOT, 3600 * 5, 10, Where(), receipt, most=5)


@pytest.mark.section("464.5")
@pytest.mark.parametrize("make", IMPLEMENTATIONS)
def test_nothing_is_read_without_a_receipt_for_this_store(make: Make, receipt: Receipt, tmp_path: Path) -> None:
    store = make(READS, tmp_path / "reads", receipt)
    with Station(tmp_path) as station:
        for_training = receipt_of(station, Realm.TRAINING)
    for forged in (dataclasses.replace(receipt, index=1), None, for_training):
        for look in looks(store, forged):
            with pytest.raises(TypeError):
                look()


def looks(store: Sightings, receipt: Any, work: Work | None = None) -> list[Callable[[], pl.DataFrame]]:
    """Each method of a store."""
    work = work or Work()
    return [
        lambda: store.of_plates(pack_many(["7ABC123"]), Where(), receipt, work),
        lambda: store.at(Where(), receipt, work, most=99),
        lambda: store.around(SPOT, 1, 1, Where(), receipt, work, most=99),
        lambda: store.tally(Where(), ("camera",), receipt, work),
    ]


@pytest.mark.parametrize("make", IMPLEMENTATIONS)
def test_a_query_that_was_called_off_ends_and_one_that_was_not_tells_how_far_it_is(
    make: Make, receipt: Receipt, tmp_path: Path
) -> None:
    store = make(READS, tmp_path, receipt)
    work = Work()
    store.at(Where(), receipt, work, most=99)
    done, expected = work.progress
    assert done == expected > 0
    work.cancel()
    for look in looks(store, receipt, work):
        with pytest.raises(Cancelled):
            look()


def test_a_scene_of_nothing_and_looks_that_no_read_has_can_not_be_asked() -> None:
    with pytest.raises(ValueError, match="a window, an area or both"):
        Scene()
    with pytest.raises(ValueError, match="plate"):
        Where(vehicle={"plate": frozenset({"7ABC123"})})
