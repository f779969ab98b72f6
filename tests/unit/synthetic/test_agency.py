"""The synthetic agency: any size, the same again for the same seed, and shaped like the valley it stands for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from workbench.errors import BadInput
from workbench.plates.normalise import is_normalised
from workbench.synthetic import SCHEMA, Plant, agency, cameras
from workbench.synthetic.misreads import RATE, read
from workbench.synthetic.places import PATROL
from workbench.synthetic.vehicles import WIDTH, plates

UNTIL = date(2026, 3, 2)


@pytest.fixture(scope="module")
def reads() -> pl.DataFrame:
    return pl.concat(agency(7, 60_000, 30, UNTIL))


def test_it_makes_exactly_as_many_reads_as_asked(reads: pl.DataFrame) -> None:
    assert len(reads) == 60_000
    assert reads.schema == SCHEMA
    assert sum(len(chunk) for chunk in agency(1, 1_000, 10, UNTIL)) == 1_000


def test_the_same_seed_gives_the_same_reads_and_another_gives_others(reads: pl.DataFrame) -> None:
    assert_frame_equal(pl.concat(agency(7, 60_000, 30, UNTIL)), reads)
    assert pl.concat(agency(8, 60_000, 30, UNTIL))["plate"].to_list() != reads["plate"].to_list()


def test_many_chunks_make_one_agency_in_the_order_of_time() -> None:
    sizes = [len(chunk) for chunk in agency(7, 520_000, 30, UNTIL)]
    assert sum(sizes) == 520_000
    assert len(sizes) == 3


def test_everything_lies_in_the_days_before_until(reads: pl.DataFrame) -> None:
    end = datetime(2026, 3, 2, tzinfo=UTC)
    times = reads["time"]
    assert times.is_sorted()
    assert times.min() >= end - timedelta(days=30)  # type: ignore[operator]
    assert times.max() < end  # type: ignore[operator]


def test_every_plate_is_one_and_most_are_californian(reads: pl.DataFrame) -> None:
    assert all(is_normalised(plate) for plate in reads["plate"])
    shares = reads["state"].value_counts(normalize=True)
    found = dict(zip(shares["state"], shares["proportion"], strict=True))
    assert found["CA"] == pytest.approx(0.82, abs=0.04)
    assert found["MX-BCN"] == pytest.approx(0.15, abs=0.04)
    assert set(found) == {"CA", "MX-BCN", "AZ"}


def test_no_two_vehicles_share_a_plate() -> None:
    found = plates(np.arange(300_000), 7)
    assert len(np.unique(np.ascontiguousarray(found).view(f"S{WIDTH}"))) == 300_000


def test_places_are_in_the_valley_and_every_camera_sees_something(reads: pl.DataFrame) -> None:
    assert reads["latitude"].is_between(32.6, 33.1).all()
    assert reads["longitude"].is_between(-115.75, -115.3).all()
    assert set(reads["camera"].unique()) == {*cameras()["camera"], *PATROL}
    assert len(cameras()) >= 40


def test_some_vehicles_come_often_and_most_come_rarely(reads: pl.DataFrame) -> None:
    seen = reads["plate"].value_counts()["count"]
    assert seen.max() < 30 * 30  # type: ignore[operator]
    assert (seen == 1).mean() > 0.2  # type: ignore[operator]
    assert seen.max() > 20  # type: ignore[operator]


def test_rush_hours_are_busy_and_nights_are_quiet(reads: pl.DataFrame) -> None:
    local = reads["time"].dt.convert_time_zone("America/Los_Angeles").dt.hour()
    hours = dict(local.value_counts().iter_rows())
    assert hours[17] > 5 * hours[3]
    assert hours[7] > 5 * hours[2]


def test_cameras_misread_a_few_percent_and_offer_candidates() -> None:
    true = plates(np.arange(40_000), 7)
    found = read(true, np.random.default_rng(1))
    wrong = (found.plate != true).any(axis=1)
    assert 0.05 <= wrong.mean() <= 0.08
    assert wrong.mean() == pytest.approx(RATE, abs=0.005)
    assert (found.second[wrong & found.doubtful] == true[wrong & found.doubtful]).all()
    assert found.confidence[wrong].mean() < found.confidence[~wrong].mean()
    assert ((found.confidence > 0) & (found.confidence <= 1)).all()


def test_a_vehicle_is_not_in_two_towns_within_a_few_minutes(reads: pl.DataFrame) -> None:
    pairs = (
        reads.filter(~pl.col("camera").str.starts_with("PATROL") & (pl.col("plate") != "8FJC205"))
        .sort("plate", "time")
        .with_columns(
            gone=(pl.col("time").diff().dt.total_seconds()).over("plate"),
            north=(pl.col("latitude").diff() * 110.9).over("plate"),
            east=(pl.col("longitude").diff() * 93.4).over("plate"),
        )
    )
    far = pairs.filter((pl.col("gone") < 300) & ((pl.col("north") ** 2 + pl.col("east") ** 2).sqrt() > 25))
    assert len(far) <= len(pairs.filter(pl.col("gone") < 300)) * 0.02 + 3


def test_a_planted_vehicle_is_near_its_place_and_its_plate_is_nobody_elses() -> None:
    plant = Plant("7KBC482", 32.7920, -115.5631)
    found = pl.concat(agency(3, 20_000, 30, UNTIL, plant=[plant])).filter(pl.col("plate") == "7KBC482")
    assert len(found) == plant.reads
    assert ((found["latitude"] - 32.7920).abs() < 0.02).all()
    assert ((found["longitude"] + 115.5631).abs() < 0.02).all()
    assert found["make"].unique().to_list() == ["Honda"]
    assert found["time"].max() == datetime(2026, 3, 2, tzinfo=UTC) - plant.age


def test_without_a_plant_the_plate_is_not_promised_to_anybody() -> None:
    assert pl.concat(agency(3, 20_000, 30, UNTIL)).filter(pl.col("plate") == "7KBC482").is_empty()


@pytest.mark.parametrize(
    "asked",
    [
        {"reads": 999},
        {"reads": 0},
        {"days": 9},
        {"days": 100_000},
        {"seed": -1},
        {"until": date(1990, 1, 5)},
        {"plant": [Plant("7KBC482", 32.8, -115.5, reads=600)]},
        {"plant": [Plant("7KBC482", 32.8, -115.5, age=timedelta(days=31))]},
        {"plant": [Plant("7KBC482", 32.8, -115.5, age=timedelta(hours=-1))]},
    ],
)
def test_what_leaves_no_room_for_the_stories_is_told(asked: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        agency(**{"seed": 1, "reads": 1000, "days": 30, "until": UNTIL, **asked})
