"""464.7(g): an alert is verified before anyone acts on it alone; until then it is marked, wherever it is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.policy.people import NOW
from workbench.policy.hits import (
    CLOCKS_DIFFER,
    RESULTS,
    WITHDRAWN_WITHIN,
    Status,
    counting,
    decide_enforcement_note,
    decide_verification,
    decide_withdrawal,
    is_verified,
    mark,
)
from workbench.policy.hotlists import entry_problem

pytestmark = pytest.mark.section("464.7(g)")

TELLING = "The dispatcher's terminal lost its line at nine, and the car is leaving."
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", sorted({Status.UNVERIFIED, *RESULTS}), ids=str)
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
        (Status.WRONG_STATE, TELLING, False, "did not bear this hit out"),
        (Status.MISREAD, TELLING, False, "did not bear this hit out"),
        (Status.DISMISSED, TELLING, False, "did not bear this hit out"),
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
        (Status.WRONG_STATE, "", "", True),
        (Status.MISREAD, "", "", True),
        (Status.DISMISSED, "", TELLING, True),
        (Status.DISMISSED, "CLETS 26-118", "", False),
        (Status.UNABLE, "", TELLING, True),
        (Status.UNABLE, "CLETS 26-118", "", False),
        (Status.UNABLE, "", "down", False),
        (Status.WITHDRAWN, "CLETS 26-118", TELLING, False),
        (Status.UNVERIFIED, "CLETS 26-118", TELLING, False),
    ],
)
def test_a_verification_names_where_it_can_be_looked_up_again_or_why_it_was_not_made(
    result: Status, reference: str, note: str, allowed: bool
) -> None:
    decision = decide_verification(result, reference, note, None, NOW)
    assert decision.allowed is allowed
    assert decision.allowed or (decision.reason and decision.how)


def test_a_look_up_that_has_not_been_made_yet_is_none() -> None:
    said = (Status.CONFIRMED, "CLETS 26-118", "")
    assert decide_verification(*said, NOW - DAY, NOW).allowed
    assert decide_verification(*said, NOW + CLOCKS_DIFFER, NOW).allowed
    refused = decide_verification(*said, NOW + CLOCKS_DIFFER + timedelta(seconds=1), NOW)
    assert (refused.allowed, "not come yet" in refused.reason) == (False, True)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("", None),
        ("confirmed", 0),
        ("confirmed misread", 1),
        ("confirmed misread withdrawn", 0),
        ("confirmed withdrawn", None),
        ("confirmed withdrawn misread", 2),
        ("confirmed misread withdrawn withdrawn", None),
        ("withdrawn misread", 1),
    ],
)
def test_the_last_word_that_was_not_taken_back_counts(said: str, counts: int | None) -> None:
    assert counting([Status(word) for word in said.split()]) == counts


def test_only_whoever_said_it_takes_it_back_and_only_for_a_while() -> None:
    at = NOW - WITHDRAWN_WITHIN
    assert decide_withdrawal("ana", at, "ana", NOW).allowed
    for by, now, told in (("ben", NOW, "ben said"), ("ana", NOW + timedelta(seconds=1), "10 minutes")):
        refused = decide_withdrawal(by, at, "ana", now)
        assert (refused.allowed, refused.section) == (False, "464.7(g)")
        assert told in refused.reason
        assert refused.how


def test_a_hit_is_unverified_until_a_verification_says_otherwise() -> None:
    assert set(Status) - {Status.UNVERIFIED, Status.WITHDRAWN} == RESULTS


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
