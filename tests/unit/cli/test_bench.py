"""``workbench bench search`` without a custodian: what has to be stated first, and what the times come to."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import Run
from workbench.cli.bench import Timed

pytestmark = pytest.mark.section("464.5(4)")

PURPOSE = {
    "category": "stolen_or_wanted_vehicle",
    "case_number": "26-01234",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "The owner remembers the plate beginning with 7ABC.",
}


@pytest.mark.parametrize(
    ("purpose", "words", "told"),
    [
        ("", ["7AB?1*"], "the environment variable ALPR_PURPOSE is empty"),
        ("{", ["7AB?1*"], "ALPR_PURPOSE does not hold a purpose"),
        ('{"category": "stolen_or_wanted_vehicle"}', ["7AB?1*"], "ALPR_PURPOSE does not hold a purpose"),
        (json.dumps(PURPOSE), ["7AB?1*", "7A%"], "character 3"),
        (json.dumps(PURPOSE), ["7AB?1*", "--distance", "1"], "does not go with a distance"),
        (json.dumps(PURPOSE), ["7AB?1*", "--rounds", "0"], "--rounds"),
        (json.dumps(PURPOSE), ["7AB?1*"], "ALPR_CUSTODIAN is not set"),
    ],
)
def test_nothing_is_searched_before_purpose_pattern_and_way_are_known(
    workbench: Run, monkeypatch: pytest.MonkeyPatch, purpose: str, words: list[str], told: str
) -> None:
    monkeypatch.setenv("ALPR_PURPOSE", purpose)
    done = workbench("bench", "search", *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.told


@pytest.mark.parametrize(("count", "p95"), [(1, 1.0), (10, 10.0), (20, 19.0), (100, 95.0)])
def test_the_95th_percentile_is_a_time_that_was_measured(count: int, p95: float) -> None:
    timed = Timed("7AB?1*", [float(number) for number in range(count, 0, -1)])
    assert (timed.least, timed.p95) == (1.0, p95)
    assert timed.median == (1 + count) / 2
