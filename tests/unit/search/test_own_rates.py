"""The chance of a meeting from a vehicle's own habits, held against counting by hand (464.7(d))."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.people import NOW
from tests.unit.search.movement_ground import CAMERAS, DAY
from workbench.search.outings import APART, company, passages
from workbench.search.own_rates import WEEKS, WIDTHS, chances
from workbench.store.sightings import SIGHTING_SCHEMA

pytestmark = pytest.mark.section("464.7(d)")

HERE = "America/Los_Angeles"
START, END = NOW - 7 * DAY, NOW + 9 * DAY
"""Sixteen days, on the thirteenth of which clocks are put forward."""
SECONDS, METRES = 120.0, 300.0

# Few times of day, minutes apart, so that habits and meetings come about.
moments = st.tuples(st.integers(0, 15), st.sampled_from([0, 30, 60, 100, 300, 840, 3000, 40_000])).map(
    lambda told: START + told[0] * DAY + timedelta(seconds=told[1])
)
seen = st.lists(st.tuples(moments, st.sampled_from(["EC-01", "EC-05"])), min_size=1, max_size=14)


def table(rows: list[tuple[int, datetime, str]]) -> pl.DataFrame:
    """Reads of vehicles (key, time, camera)."""
    reads = [
        {"read_id": f"r{n:03}", "key": key, "time": time, "camera": camera}
        | dict(zip(("latitude", "longitude"), CAMERAS[camera], strict=True))
        for n, (key, time, camera) in enumerate(rows)
    ]
    return pl.DataFrame(reads, schema=SIGHTING_SCHEMA)


def local(time: datetime) -> datetime:
    return time.astimezone(ZoneInfo(HERE)).replace(tzinfo=None)


def once(rows: list[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """Passages: what follows closely at the same camera is left out."""
    ordered = sorted(rows, key=lambda row: row[0])
    return [
        row
        for before, row in zip([None, *ordered], ordered, strict=False)
        if before is None or before[1] != row[1] or row[0] - before[0] > timedelta(seconds=SECONDS)
    ]


def by_hand(spot: datetime, camera: str, passed: list[tuple[datetime, str]]) -> float:
    """The chance at one spot (local times)."""
    start, end = local(START), local(END)
    others = [n for n in range(-40, 41) if n and start <= spot + n * DAY < end]
    kind = [n for n in others if ((spot + n * DAY).weekday() < 5) == (spot.weekday() < 5)]
    same = [n for n in others if n % 7 == 0]
    best = 0.0
    for width in (SECONDS, *WIDTHS):
        near = [
            n
            for time, at in passed
            if at == camera
            for n in range(-40, 41)
            if -DAY / 2 <= time - (spot + n * DAY) < DAY / 2
            and abs(time - (spot + n * DAY)) <= timedelta(seconds=width)
        ]
        of_kind = sum(((spot + n * DAY).weekday() < 5) == (spot.weekday() < 5) for n in near if n)
        of_day = sum(n % 7 == 0 for n in near if n)
        a_day = (of_kind + 0.5) / (len(kind) + 1)
        best = max(best, min(1.0, (of_day + WEEKS * a_day) / (len(same) + WEEKS) * SECONDS / width))
    return best


@settings(deadline=None, max_examples=60)
@given(seen, st.lists(seen, min_size=1, max_size=2))
def test_chances_are_those_of_counting_by_hand(own: list[Any], others: list[list[Any]]) -> None:
    spots = passages(table([(0, *row) for row in own]), SECONDS, HERE)
    history = table([(key, *row) for key, rows in enumerate(others, 1) for row in rows])
    found = chances(spots, history, SECONDS, METRES, (START, END), HERE)
    expected = {}
    for key, rows in enumerate(others, 1):
        # Ties in time keep the order of their ids, as they were listed.
        passed = [(local(time), camera) for time, camera in once(rows)]
        for (outing,), part in spots.group_by("outing"):
            places: defaultdict[str, float] = defaultdict(float)
            for (_,), passage in part.sort("spot").group_by("passage", maintain_order=True):
                place, clock = passage["place"][0], passage["clock"][0]
                places[place] = min(1.0, places[place] + by_hand(clock, place, passed))
            needed = (len(places) + 1) // 2
            expected[key, outing] = sorted(places.values(), reverse=True)[needed - 1]
    told = {(key, outing): chance for key, outing, chance in found.rows()}
    assert told == pytest.approx(expected)


@given(seen)
def test_outings_end_where_the_vehicle_is_not_read_for_half_an_hour(own: list[Any]) -> None:
    spots = passages(table([(0, *row) for row in own]), SECONDS, HERE)
    rows = spots.to_dicts()
    for before, after in pairwise(rows):
        gap = after["time"] - before["time"]
        assert (after["outing"] - before["outing"]) == (gap > APART)
        follows = gap <= timedelta(seconds=SECONDS) and after["place"] == before["place"]
        assert (after["passage"] - before["passage"]) == (not follows)
    for _, part in spots.group_by("outing"):
        assert set(part["needed"]) == {(part["place"].n_unique() + 1) // 2}


def test_company_counts_passages_places_days_and_shared_outings() -> None:
    minute = timedelta(minutes=1)
    way = [("EC-01", 0), ("EC-05", 5), ("EC-09", 10), ("EC-03", 15)]
    own = [(0, START + day * DAY + at * minute, camera) for day in (1, 2) for camera, at in way]
    spots = passages(table(own), SECONDS, HERE)
    # Vehicle 1 is met at three of four places on the first day, and twice at one place on the second.
    met = [(1, 0), (1, 1), (1, 2), (1, 4), (1, 4), (2, 7)]
    near = table([(key, own[spot][1] + minute, own[spot][2]) for key, spot in met])
    near = near.with_columns(spot=pl.Series([spot for _, spot in met], dtype=pl.UInt32))
    columns = ["key", "encounters", "places", "days", "outings"]
    assert company(spots, near).select(columns).rows() == [(1, 4, 3, 2, 1), (2, 1, 1, 1, 0)]
