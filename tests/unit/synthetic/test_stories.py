"""Each planted story is in the reads, and its answer is the only one (464.7(d))."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from workbench.synthetic import STORIES, Story, agency

UNTIL = date(2026, 3, 2)
END = datetime(2026, 3, 2, tzinfo=UTC)
BY_KEY = {story.key: story for story in STORIES}


@pytest.fixture(scope="module", params=[1, 7])
def reads(request: pytest.FixtureRequest) -> pl.DataFrame:
    return pl.concat(agency(request.param, 60_000, 30, UNTIL))


def at_scene(reads: pl.DataFrame, story: Story) -> pl.DataFrame:
    latitude, longitude, radius = story.scene
    start, end = story.window(END)
    away = ((pl.col("latitude") - latitude) * 110_900) ** 2 + ((pl.col("longitude") - longitude) * 93_400) ** 2
    return reads.filter(pl.col("time").is_between(start, end, closed="left") & (away < radius**2))


@pytest.mark.parametrize("key", BY_KEY)
def test_a_storys_pattern_at_its_scene_leads_to_its_answer(reads: pl.DataFrame, key: str) -> None:
    story = BY_KEY[key]
    found = at_scene(reads, story).filter(pl.col("plate").str.contains(f"^{story.pattern.replace('?', '.')}$"))
    assert found["plate"].unique().to_list() == [story.answer[0]]


def test_the_suspects_pattern_fixes_four_of_seven_and_fits_others_elsewhere(reads: pl.DataFrame) -> None:
    story = BY_KEY["homicide"]
    assert sum(char != "?" for char in story.pattern) >= 4
    others = reads.filter(pl.col("plate").str.contains("^7.BR4.1$"))["plate"].unique()
    assert {"7LBR461", "7KBR431", "7NBR411"} <= set(others)


def test_the_convoy_passes_together_at_seven_cameras_on_four_nights(reads: pl.DataFrame) -> None:
    leader, follower = BY_KEY["convoy"].answer
    first = reads.filter(pl.col("plate") == leader).select("time", "camera")
    second = reads.filter(pl.col("plate") == follower).select("time", "camera", later="time")
    together = first.sort("time").with_columns(second.sort("time").select("later", other="camera"))
    assert together["camera"].to_list() == together["other"].to_list()
    gaps = (together["later"] - together["time"]).dt.total_seconds()
    assert len(together) == 28
    assert gaps.is_between(40, 95).all()


def test_the_cloned_plate_is_at_two_ends_of_the_county_at_once(reads: pl.DataFrame) -> None:
    found = reads.filter(pl.col("plate") == "8FJC205").sort("time")
    gone = found["time"].diff()
    jumps = found.filter(gone < timedelta(minutes=5))
    assert len(jumps) == 3
    assert found["make"].n_unique() == 2


def test_the_prowler_comes_at_night_to_the_west_side_only(reads: pl.DataFrame) -> None:
    found = reads.filter(pl.col("plate") == "5TGM839")
    local = found["time"].dt.convert_time_zone("America/Los_Angeles").dt.hour()
    assert local.is_between(1, 4).all()
    assert set(found["camera"]) == {"EC-11", "EC-12", "EC-13"}
    assert found["time"].dt.date().n_unique() >= 6
