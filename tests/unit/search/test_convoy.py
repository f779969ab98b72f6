"""A vehicle that goes along is told from those that merely have the same way (464.7(d))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.policy.people import NOW, Station
from tests.unit.search.movement_ground import DAY, HOUR, MINUTE, MONTH, Room, seen
from tests.unit.store.sightings_ground import plain, stored
from workbench.errors import BadInput
from workbench.search import convoy as module
from workbench.synthetic.agency import agency
from workbench.wire.movement import ConvoySearch
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.search import Window

pytestmark = pytest.mark.section("464.7(d)")

SECOND = timedelta(seconds=1)
WAY = {"EC-03": 0, "EC-01": 5, "EC-05": 10, "EC-09": 15}
"""The road to work: camera, and minutes after the first one."""
WORKDAYS = [day for day in range(1, 29) if (NOW - day * DAY).weekday() < 5]
TARGET = "7ABC123"


def trips(
    name: str, plate: str, days: list[int], off: Any, looks: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Trips along the way at noon, ``off(day)`` later; days count back."""
    for day in days:
        late = off(day)
        for camera, minutes in WAY.items():
            yield seen(f"{name}{day}{camera}", plate, camera, day * DAY - minutes * MINUTE - late, **(looks or {}))


def commuting(seed: int, spread: timedelta) -> Any:
    """A habit that varies by so much."""
    chance = np.random.default_rng(seed)
    return lambda _day: spread * chance.uniform(-1, 1)


def own_trips(days: list[int]) -> list[dict[str, Any]]:
    """The vehicle's own way to work."""
    return list(trips("t", TARGET, days, commuting(1, 2 * MINUTE)))


def by_night(gap: timedelta) -> Any:
    """Off at another hour each time, with somebody ``gap`` behind."""
    return lambda day: (6 + day % 5) * HOUR + day * 7 * MINUTE + gap


NIGHTS = [2, 9, 13, 20, 26]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_takes_the_same_road_every_day_does_not_come_before_whoever_goes_along(
    station: Station, tmp_path: Path, seed: int
) -> None:
    reads = [
        *own_trips(WORKDAYS),
        *trips("n", TARGET, NIGHTS, by_night(0 * SECOND)),
        *trips("f", "6XYZ999", NIGHTS[1:], by_night(40 * SECOND)),
        *trips("loose", "5AAA111", WORKDAYS, commuting(20 + seed, 20 * MINUTE)),
        *trips("close", "5AAA222", WORKDAYS, commuting(30 + seed, 3 * MINUTE)),
        *trips("clock", "5AAA333", WORKDAYS, commuting(40 + seed, 1 * MINUTE)),
    ]
    found, frame = Room(station, tmp_path, reads).ask(ConvoySearch, plate=TARGET, window=MONTH)
    told = {row["plate"]: row for row in frame.to_dicts()}
    first = frame.row(0, named=True)
    assert (first["plate"], first["outings"], first["of_outings"]) == ("6XYZ999", 4, len(WORKDAYS) + len(NIGHTS))
    assert (first["encounters"], first["places"], first["days"], first["reads"]) == (16, 4, 4, 16)
    assert first["corrected"] < 0.01
    # Those who are met more often are explained by their own habits.
    for commuter in ("5AAA222", "5AAA333"):
        assert told[commuter]["outings"] > 2 * first["outings"]
        assert told[commuter]["chance"] > 0.05
    assert found.extra["outings"] == first["of_outings"]


def test_two_who_are_only_ever_read_together_are_no_chance(station: Station, tmp_path: Path) -> None:
    reads = [*trips("t", TARGET, NIGHTS, by_night(0 * SECOND)), *trips("f", "6XYZ999", NIGHTS, by_night(50 * SECOND))]
    _, frame = Room(station, tmp_path, reads).ask(ConvoySearch, plate=TARGET, window=MONTH)
    assert frame["plate"].to_list() == ["6XYZ999"]
    assert frame["corrected"][0] < 1e-5


def test_a_meeting_at_one_place_of_many_is_no_shared_outing(station: Station, tmp_path: Path) -> None:
    crossing = [seen(f"c{day}", "8BBB888", "EC-05", day * DAY - 10 * MINUTE) for day in WORKDAYS]
    reads = [*trips("t", TARGET, WORKDAYS, lambda _: 0 * MINUTE), *crossing]
    found, frame = Room(station, tmp_path, reads).ask(ConvoySearch, plate=TARGET, window=MONTH)
    assert (found.extra["met"], frame.is_empty()) == (1, True)


def test_what_may_be_the_vehicle_itself_misread_is_left_out_and_said(station: Station, tmp_path: Path) -> None:
    days = WORKDAYS[:4]
    reads = [*own_trips(days), *trips("m", "7A8C123", days, commuting(1, 2 * MINUTE))]
    found, frame = Room(station, tmp_path, reads).ask(ConvoySearch, plate=TARGET, window=MONTH)
    assert frame.is_empty()
    assert "16 reads nearby look like this plate misread and were left out." in found.notes


def test_the_company_is_narrowed_by_its_looks_and_the_number_of_outings(station: Station, tmp_path: Path) -> None:
    days = WORKDAYS[:4]
    near = lambda seconds: lambda _: seconds * SECOND  # noqa: E731
    reads = [
        *trips("t", TARGET, days, near(0)),
        *trips("w", "6WHT001", days, near(30), {"colour": "white"}),
        *trips("b", "6BLK001", days, near(40), {"colour": "black"}),
        *trips("x", "6WHT002", days[:2], near(50), {"colour": "white"}),
    ]
    room = Room(station, tmp_path, reads)
    asked: dict[str, Any] = {"plate": TARGET, "window": MONTH}
    for more, plates in (
        ({}, {"6WHT001", "6BLK001", "6WHT002"}),
        ({"vehicle": {"colour": ["White"]}}, {"6WHT001", "6WHT002"}),
        ({"least": 3}, {"6WHT001", "6BLK001"}),
        ({"seconds": 35}, {"6WHT001"}),
        ({"limit": 1}, {"6BLK001"}),
    ):
        assert set(room.ask(ConvoySearch, **asked, **more)[1]["plate"]) == plates


@pytest.mark.parametrize(
    ("limit", "value", "where"),
    [
        ("MOST_SPOTS", 3, "window"),
        ("MOST_NEAR", 3, "window"),
        ("MOST_COMPANY", 0, "least"),
        ("MOST_HISTORY", 3, "window"),
    ],
)
def test_what_would_cost_too_much_is_told_with_what_to_narrow(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, where: str
) -> None:
    monkeypatch.setattr(module, limit, value)
    both = [trips(name, plate, WORKDAYS, lambda _: 0 * MINUTE) for name, plate in (("t", TARGET), ("f", "6XYZ999"))]
    room = Room(station, tmp_path, chain(*both))
    with pytest.raises(BadInput) as told:
        room.ask(ConvoySearch, plate=TARGET, window=MONTH)
    assert (told.value.where, bool(told.value.how)) == (where, True)
    assert room.station.records()[-1].body["reason"] == "bad-input"


@pytest.mark.parametrize("reads", [[], [seen("one", TARGET, "EC-01", DAY)]])
def test_a_vehicle_without_company_has_none(station: Station, tmp_path: Path, reads: list[dict[str, Any]]) -> None:
    for make in (plain, stored):
        found, frame = Room(station, tmp_path / make.__name__, reads, make).ask(
            ConvoySearch, plate=TARGET, window=MONTH
        )
        assert (len(frame), found.count, found.plates) == (0, len(reads), 0)


@pytest.fixture(scope="module")
def synthetic() -> pl.DataFrame:
    """Reads of a synthetic agency with its planted stories, as the store takes them."""
    chunks = pl.concat(agency(7, 30_000, 30, NOW.date()))
    named = chunks.with_row_index("number").with_columns(
        read_id=pl.format("r{}", "number"), source=pl.lit("department")
    )
    return pl.concat([pl.DataFrame(schema=READ_SCHEMA), named.drop("number")], how="diagonal").select(
        READ_SCHEMA.names()
    )


@pytest.mark.parametrize(("plate", "company"), [("6WDN318", "AKT4127"), ("AKT4127", "6WDN318")])
def test_the_planted_convoy_comes_first_and_is_no_chance(
    station: Station, tmp_path: Path, synthetic: pl.DataFrame, plate: str, company: str
) -> None:
    window = Window(start=MONTH.start - DAY, end=NOW)
    _, frame = Room(station, tmp_path, synthetic, stored).confirmed(ConvoySearch, plate=plate, window=window)
    first = frame.row(0, named=True)
    assert (first["plate"], first["outings"], first["of_outings"], first["encounters"]) == (company, 4, 4, 28)
    assert first["corrected"] < 0.01


def test_nobody_goes_along_with_the_vehicle_that_is_read_most(
    station: Station, tmp_path: Path, synthetic: pl.DataFrame
) -> None:
    busiest = synthetic["plate"].value_counts(sort=True)["plate"].head(5)
    room = Room(station, tmp_path, synthetic, stored)
    for plate in busiest:
        _, frame = room.ask(ConvoySearch, plate=plate, window=MONTH)
        assert (frame["corrected"] > 0.05).all()
