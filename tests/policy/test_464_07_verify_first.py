"""464.7(g): an alert is verified before anyone acts on it alone; until then it is marked, wherever it is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.policy.people import NOW
from workbench.policy.hits import RESULTS, Status, decide_enforcement_note, decide_verification, is_verified, mark
from workbench.policy.hotlists import entry_problem

pytestmark = pytest.mark.section("464.7(g)")

TELLING = "The dispatcher's terminal lost its line at nine, and the car is leaving."
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", Status, ids=str)
def test_every_hit_but_a_confirmed_one_is_marked(status: Status) -> None:
    assert bool(mark(status)) is (status is not Status.CONFIRMED)
    assert ("UNVERIFIED" in mark(status)) is not is_verified(status)


@pytest.mark.parametrize(
    ("status", "reason", "allowed", "told"),
    [
        (Status.CONFIRMED, "", True, ""),
        (Status.UNVERIFIED, "", False, "not verified"),
        (Status.UNVERIFIED, "investigation", False, "not verified"),
        (Status.UNVERIFIED, "asdf asdf asdf asdf", False, "not verified"),
        (Status.UNVERIFIED, TELLING, True, ""),
        (Status.UNABLE, "", False, "not verified"),
        (Status.UNABLE, TELLING, True, ""),
        (Status.NOT_CONFIRMED, "", False, "did not bear this hit out"),
        (Status.NOT_CONFIRMED, TELLING, False, "did not bear this hit out"),
    ],
)
def test_an_enforcement_note_from_an_unverified_hit_needs_a_stated_reason(
    status: Status, reason: str, allowed: bool, told: str
) -> None:
    decision = decide_enforcement_note(status, reason)
    assert (decision.allowed, decision.section) == (allowed, "464.7(g)")
    assert told in decision.reason
    assert decision.allowed or decision.how


@pytest.mark.parametrize(
    ("result", "reference", "note", "allowed"),
    [
        (Status.CONFIRMED, "CLETS 26-118", "", True),
        (Status.CONFIRMED, "", "", False),
        (Status.CONFIRMED, " - ", TELLING, False),
        (Status.NOT_CONFIRMED, "CLETS 26-118", "", True),
        (Status.NOT_CONFIRMED, "", TELLING, False),
        (Status.UNABLE, "", TELLING, True),
        (Status.UNABLE, "CLETS 26-118", "", False),
        (Status.UNABLE, "", "down", False),
        (Status.UNVERIFIED, "CLETS 26-118", TELLING, False),
    ],
)
def test_a_verification_names_where_it_can_be_looked_up_again_or_why_it_was_not_made(
    result: Status, reference: str, note: str, allowed: bool
) -> None:
    decision = decide_verification(result, reference, note)
    assert decision.allowed is allowed
    assert decision.allowed or (decision.reason and decision.how)


def test_a_hit_is_unverified_until_a_verification_says_otherwise() -> None:
    assert set(Status) - {Status.UNVERIFIED} == RESULTS


@pytest.mark.section("464.7.1(c)")
@pytest.mark.parametrize(
    ("reason", "case", "entered", "expires", "told"),
    [
        ("stolen", "26-118", -1, 30, ""),
        ("", "26-118", -1, 30, "no reason"),
        ("stolen", "", -1, 30, "no case number"),
        ("stolen", "none", -1, 30, "the case number is none"),
        ("stolen", "26-118", None, 30, "no entry date"),
        ("stolen", "26-118", -1, None, "no expiry"),
        ("stolen", "26-118", 3, 30, "lies in the future"),
        ("stolen", "26-118", -9, -1, "has expired"),
        ("stolen", "26-118", -9, 0, "has expired"),
    ],
)
def test_an_entry_that_nobody_vouches_for_or_that_never_ends_is_not_taken(
    reason: str, case: str, entered: int | None, expires: int | None, told: str
) -> None:
    since = None if entered is None else NOW + entered * DAY
    until = None if expires is None else NOW + expires * DAY
    problem = entry_problem(reason, case, since, until, NOW)
    assert told in problem
    assert bool(problem) is bool(told)
