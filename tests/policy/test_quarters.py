"""Quarters are those of the agency's calendar (464.6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.policy.quarters import Quarter, over

pytestmark = pytest.mark.section("464.6")
ZONE = "America/Los_Angeles"


def test_a_quarter_ends_at_midnight_there_and_not_here() -> None:
    third = Quarter.named("2026-Q3")
    assert third.begins(ZONE) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert third.ends(ZONE) == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert Quarter.at(datetime(2026, 10, 1, 6, 59, tzinfo=UTC), ZONE) == third
    assert Quarter.at(datetime(2026, 10, 1, 7, tzinfo=UTC), ZONE).name == "2026-Q4"


def test_the_year_ends_with_the_fourth_in_winter_time() -> None:
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).previous == Quarter(2026, 4)
    assert Quarter(2026, 4).ends(ZONE) == datetime(2027, 1, 1, 8, tzinfo=UTC)


def test_those_that_are_over_begin_with_that_of_the_first_record() -> None:
    first, now = datetime(2026, 3, 31, tzinfo=UTC), datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert [quarter.name for quarter in over(first, now, ZONE)] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert list(over(now, now, ZONE)) == []


@pytest.mark.parametrize("name", ["", "2026", "2026-Q5", "26-Q1", "0000-Q1", "9999-Q4", "٢٠٢٦-Q1", "2026-Q1; drop"])
def test_what_is_no_quarter_is_told(name: str) -> None:
    with pytest.raises(ValueError, match="must be a quarter such as 2026-Q3"):
        Quarter.named(name)
