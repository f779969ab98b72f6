"""Three frames a second of a video are looked at, whatever its file says of itself."""

from __future__ import annotations

from itertools import pairwise

import pytest

from workbench.reader.sampling import Sampler

pytestmark = pytest.mark.section("464.7(d)")
TOLD = [25.0, 0.0, float("nan"), float("inf"), -1.0, 1000.0, 90_000.0, 0.04]


def taken(told: float, times: list[float]) -> list[float]:
    """The seconds of the frames that are looked at."""
    sampler = Sampler(told, 3.0)
    return [second for time in times if (second := sampler.second(time)) is not None]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("rate", [9.0, 25.0, 29.97, 60.0])
def test_frames_that_tell_their_time_are_taken_by_it(told: float, rate: float) -> None:
    found = taken(told, [1000 * number / rate for number in range(round(20 * rate))])
    assert abs(len(found) - 60) <= 1
    assert all(0.2 < later - earlier < 0.5 for earlier, later in pairwise(found))


@pytest.mark.parametrize("told", TOLD)
def test_frames_without_times_are_taken_by_the_rate_that_can_be(told: float) -> None:
    found = taken(told, [0.0] * 500)
    assert abs(len(found) - 60) <= 1
    assert found == sorted(found)


def test_fewer_frames_than_are_wanted_are_all_taken() -> None:
    assert taken(1.0, [0.0, 1000.0, 2000.0, 3000.0]) == [0.0, 1.0, 2.0, 3.0]


def test_a_pause_is_not_made_up_for() -> None:
    times = [0.0, *(60_000 + 1000 * number / 25 for number in range(50))]
    assert len(taken(25.0, times)) <= 8


def test_a_clock_that_goes_back_or_tells_nothing_takes_no_frame_twice() -> None:
    assert taken(25.0, [0.0, 1000.0, 0.0, float("nan"), -5.0, 500.0, 1400.0]) == [0.0, 1.0, 1.4]
