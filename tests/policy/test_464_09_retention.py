"""464.9: reads are kept two years at least, and what is held is not purged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.policy.people import NOW
from workbench.policy.decision import Assent
from workbench.policy.purging import decide_cut_off, decide_purge_before
from workbench.policy.retention import FLOOR_DAYS, decide_purge, decide_schedule

pytestmark = pytest.mark.section("464.9")


@pytest.mark.parametrize(
    ("days", "allowed"), [(-1, False), (0, False), (729, False), (730, True), (731, True), (3650, True)]
)
def test_no_schedule_is_shorter_than_two_years(days: int, allowed: bool) -> None:
    decision = decide_schedule(days)
    assert (decision.allowed, decision.section) == (allowed, "464.9")
    assert allowed or str(FLOOR_DAYS) in decision.reason


@pytest.mark.parametrize(
    ("age", "days", "held", "allowed", "reason"),
    [
        (0, 730, False, False, "kept until 2028-03-01"),
        (729, 730, False, False, "kept until"),
        (730, 730, False, True, ""),
        (730, 1000, False, False, "kept until"),
        (9999, 730, True, False, "held"),
        (9999, 30, False, False, "too short"),
    ],
)
def test_when_a_read_may_be_purged(age: int, days: int, held: bool, allowed: bool, reason: str) -> None:
    decision = decide_purge(NOW - timedelta(days=age), NOW, days, held=held)
    assert decision.allowed is allowed
    assert reason in decision.reason


@pytest.mark.parametrize(
    ("age", "configured", "may"), [(729, 730, False), (730, 730, True), (730, 100, True), (999, 1000, False)]
)
def test_a_purge_reaches_back_no_less_than_the_schedule_and_never_less_than_two_years(
    age: int, configured: int, may: bool
) -> None:
    assert decide_cut_off(NOW - timedelta(days=age), NOW, configured).allowed is may
    asked = decide_purge_before(NOW - timedelta(days=age), NOW, configured)
    assert (asked.allowed, asked.needs) == (False, Assent.SECOND_PERSON if may else None)
