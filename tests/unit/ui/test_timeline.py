"""Where reads stand along time, by the agency's clock, also when it changes (464.7(d))."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.timeline import Mark, Timeline, bins, ticks

pytestmark = pytest.mark.section("464.7(d)")

ZONE = "America/Los_Angeles"
START = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
"""Midnight in California on the day on which clocks are put back."""
moments = st.lists(
    st.datetimes(datetime.fromisoformat("2026-10-31T00:00"), datetime.fromisoformat("2026-11-03T00:00")), max_size=30
)


@given(moments, st.integers(1, 50))
def test_every_moment_of_the_stretch_is_in_one_bar(times: list[datetime], bars: int) -> None:
    end = START + timedelta(hours=20)
    known = [time.replace(tzinfo=UTC) for time in times]
    counts = bins(pl.Series("time", known, dtype=pl.Datetime("us", "UTC")), START, end, bars)
    assert (len(counts), sum(counts)) == (bars, sum(START <= time < end for time in known))


def test_ticks_stand_at_round_local_times_and_a_day_of_25_hours_keeps_them() -> None:
    autumn = ticks(START, START + timedelta(hours=25), ZONE)
    assert [label for _, label in autumn] == ["Sun 01 Nov", "06:00", "12:00", "18:00"]
    assert autumn[1][0] == pytest.approx(7 / 25), "an hour comes twice"
    spring = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)
    labels = [label for _, label in ticks(spring, spring + timedelta(hours=5), ZONE)]
    assert labels == ["Sun 08 Mar", "01:00", "03:00", "04:00", "05:00"], "the hour that is left out has no tick"


@pytest.mark.parametrize("length", [timedelta(minutes=4), timedelta(hours=3), timedelta(days=30), timedelta(days=800)])
def test_there_are_few_ticks_and_all_of_them_within(length: timedelta) -> None:
    found = ticks(START, START + length, ZONE)
    assert 1 <= len(found) <= 8
    assert all(0 <= at < 1 for at, _ in found)


def test_a_brush_is_told_once_moved_and_covers_all_of_the_next_stretch() -> None:
    line, told = Timeline("<b>Reads</b>", ZONE), []
    line.on_brushed(lambda: told.append(line.brush))
    line.show(pl.Series([START], dtype=pl.Datetime("us", "UTC")), START, START + timedelta(hours=10), "1 read")
    assert (line.brush, told) == (None, [])
    line.since = 0.5
    assert told == [(START + timedelta(hours=5), START + timedelta(hours=10))]
    line.mark([Mark("r1", 0.1, "\u202e7ABC")])
    assert line.marks[0]["text"] == "[U+202E]7ABC"
    line.show(pl.Series([], dtype=pl.Datetime("us", "UTC")), START, START + timedelta(hours=1))
    assert (line.brush, len(told), line.marks, sum(line.bars)) == (None, 1, [], 0)
