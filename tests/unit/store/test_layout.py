"""A block that could hold a read that is asked for is never passed over, and the copy by place is in its order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.store.segments.layout import Blocks, Copy, Index
from workbench.store.segments.ordering import DAY_US, by_key, by_place
from workbench.store.segments.places import Outline, Round, metres_between
from workbench.wire.polygon import STEPS

pytestmark = pytest.mark.section("464.7(d)")

QUICK = settings(max_examples=60, deadline=None)

small = st.integers(0, 20)
reads = st.lists(st.tuples(small, small, small, small), min_size=1, max_size=60)
"""Key, time, latitude and longitude."""


def blocks_of(rows: list[tuple[int, ...]], size: int) -> Blocks:
    """Blocks of so many rows in the order of their keys."""
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    columns = [list(zip(*part, strict=True)) for part in parts]

    def ends(column: int, kind: type) -> tuple[np.ndarray, np.ndarray]:
        return (
            np.array([min(one[column]) for one in columns], kind),
            np.array([max(one[column]) for one in columns], kind),
        )

    (key, time, north, east) = (ends(0, np.uint64), ends(1, np.int64), ends(2, np.float64), ends(3, np.float64))
    page = np.arange(len(parts)) * 2
    return Blocks(page, np.array([len(part) for part in parts]), *key, *time, *north, *east)


@QUICK
@given(rows=reads.map(sorted), size=st.integers(1, 7), keys=st.sets(small, min_size=0))
def test_a_block_with_a_key_is_chosen(rows: list[tuple[int, ...]], size: int, keys: set[int]) -> None:
    blocks = blocks_of(rows, size)
    chosen = blocks.with_keys(np.array(sorted(keys), np.uint64))
    spans = zip(blocks.key_low.tolist(), blocks.key_high.tolist(), strict=True)
    assert chosen.tolist() == [any(low <= key <= high for key in keys) for low, high in spans]


@QUICK
@given(rows=reads, size=st.integers(1, 7), low=small | st.none(), high=small | st.none())
def test_a_block_with_a_time_is_chosen(
    rows: list[tuple[int, ...]], size: int, low: int | None, high: int | None
) -> None:
    blocks = blocks_of(rows, size)
    chosen = blocks.within(low, high)
    for block, start in enumerate(range(0, len(rows), size)):
        times = [time for _, time, _, _ in rows[start : start + size]]
        fits = any((low is None or time >= low) and (high is None or time < high) for time in times)
        assert chosen[block] or not fits
        outside = (low is not None and max(times) < low) or (high is not None and min(times) >= high)
        assert chosen[block] != outside


@QUICK
@given(rows=reads, size=st.integers(1, 7), box=st.tuples(small, small, small, small))
def test_a_block_with_a_place_is_chosen(rows: list[tuple[int, ...]], size: int, box: tuple[int, ...]) -> None:
    (south, north), (west, east) = sorted(box[:2]), sorted(box[2:])
    blocks = blocks_of(rows, size)
    chosen = blocks.touching(south, north, west, east)
    for block, start in enumerate(range(0, len(rows), size)):
        here = rows[start : start + size]
        inside = any(south <= latitude <= north and west <= longitude <= east for _, _, latitude, longitude in here)
        assert chosen[block] or not inside


def test_a_block_without_a_place_touches_nothing() -> None:
    blocks = blocks_of([(1, 1, 1, 1)], 1)
    nowhere = Blocks(
        *(getattr(blocks, name) for name in Blocks.__slots__[:6]),
        *(np.array([edge]) for edge in (np.inf, -np.inf, np.inf, -np.inf)),
    )
    assert not nowhere.touching(-90, 90, -180, 180).any()


degrees = st.floats(-90, 90) | st.just(float("nan"))


@QUICK
@given(rows=st.lists(st.tuples(st.integers(0, 5 * DAY_US), degrees, degrees), max_size=50))
def test_the_copy_by_place_goes_by_day_then_place_then_time(rows: list[tuple[int, float, float]]) -> None:
    time, latitude, longitude = (np.array([row[column] for row in rows]) for column in range(3))
    order = by_place(time.astype(np.int64), latitude.astype(float), longitude.astype(float))
    assert sorted(order) == list(range(len(rows)))
    days = (time[order] // DAY_US).tolist()
    assert days == sorted(days)
    unknown = np.isnan(latitude[order]) | np.isnan(longitude[order]) if rows else np.zeros(0, bool)
    for before, after in zip(range(len(rows)), range(1, len(rows)), strict=False):
        if days[before] == days[after]:
            assert unknown[after] or not unknown[before]
            if (latitude[order][[before, after]] == 7).all() and (longitude[order][[before, after]] == 7).all():
                assert time[order][before] <= time[order][after]


@QUICK
@given(
    rows=st.lists(st.tuples(st.integers(0, 2**64 - 1) | st.integers(0, 3), st.integers(0, 9)), max_size=50),
    in_time=st.booleans(),
)
def test_the_copies_by_plate_go_by_key_then_time_then_as_they_came(rows: list[tuple[int, int]], in_time: bool) -> None:
    rows = sorted(rows, key=lambda row: row[1]) if in_time else rows
    key, time = np.array([row[0] for row in rows], np.uint64), np.array([row[1] for row in rows], np.int64)
    assert by_key(key, time).tolist() == sorted(range(len(rows)), key=lambda place: rows[place])


def test_places_side_by_side_stand_side_by_side() -> None:
    grid = np.linspace(32, 33, 40)
    latitude, longitude = (part.ravel() for part in np.meshgrid(grid, grid - 150))
    order = by_place(np.zeros(len(latitude), np.int64), latitude, longitude)
    boxes = [
        np.ptp(latitude[order[start : start + 100]]) * np.ptp(longitude[order[start : start + 100]])
        for start in range(0, len(order), 100)
    ]
    assert np.median(boxes) < 0.2  # of one square degree; in the order of rows a block spans 0.05 by 1


def test_an_index_comes_back_as_it_was() -> None:
    blocks = blocks_of([(key, key, key, key) for key in range(9)], 2)
    schemas = pa.schema([("key", pa.uint64())]), pa.schema([("camera", pa.uint16())])
    index = Index(
        dict.fromkeys(Copy, blocks),
        np.arange(3),
        np.arange(3, dtype=np.uint64),
        {Copy.BY_PLATE: (4, 2)},
        {Copy.BY_PLATE: np.arange(8, dtype=np.uint8)},
        {"rows": 9},
        schemas,
        {"camera": pa.array(["EC-01", None], pa.large_string())},
    )
    again = Index.load(index.dump())
    assert again.schemas == schemas
    assert again.words["camera"].to_pylist() == ["EC-01", None]
    assert (again.plates, again.facts, list(again.blocks)) == (index.plates, index.facts, list(index.blocks))
    assert {copy: bits.tolist() for copy, bits in again.present.items()} == {Copy.BY_PLATE: list(range(8))}
    for copy in Copy:
        for name in Blocks.__slots__:
            mine, theirs = getattr(index.blocks[copy], name), getattr(again.blocks[copy], name)
            assert (mine == theirs).all()
            assert mine.dtype == theirs.dtype


@QUICK
@given(
    latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), metres=st.floats(1, 2_000_000),
    bearing=st.floats(0, 6.3), part=st.floats(0, 1),
)  # fmt: skip
def test_a_circle_is_inside_its_box(
    latitude: float, longitude: float, metres: float, bearing: float, part: float
) -> None:
    circle = Round(latitude, longitude, metres)
    box = circle.box
    angle, here = metres * part / 6_371_008.8, np.radians(latitude)
    north = np.arcsin(np.clip(np.sin(here) * np.cos(angle) + np.cos(here) * np.sin(angle) * np.cos(bearing), -1, 1))
    turn = np.arctan2(np.sin(bearing) * np.sin(angle) * np.cos(here), np.cos(angle) - np.sin(here) * np.sin(north))
    east = (longitude + np.degrees(turn) + 180) % 360 - 180
    point = np.array([np.degrees(north)]), np.array([east])
    if circle.holds(*point)[0]:
        assert box.south <= point[0][0] <= box.north
        assert box.west <= point[1][0] <= box.east
    assert metres_between(latitude, longitude, *point)[0] == pytest.approx(metres * part, rel=1e-6, abs=0.1)


corner = st.tuples(st.integers(-40, 40), st.integers(-40, 40)).map(
    lambda at: (at[0] * STEPS // 10, at[1] * STEPS // 10)
)


@QUICK
@given(corners=st.lists(corner, min_size=3, max_size=8, unique=True), points=st.lists(corner, min_size=1, max_size=30))
def test_what_an_outline_holds_is_inside_its_box(corners: list[tuple[int, int]], points: list[tuple[int, int]]) -> None:
    outline = Outline(corners)
    box = outline.box
    latitude, longitude = (np.array([one[part] / STEPS for one in [*points, *corners]]) for part in range(2))
    held = outline.holds(latitude, longitude)
    assert held[len(points) :].all()
    assert ((latitude >= box.south) & (latitude <= box.north))[held].all()
    assert ((longitude >= box.west) & (longitude <= box.east))[held].all()
    assert not outline.holds(np.array([np.nan]), np.array([0.0])).any()
