"""464.5.1: a name and password of one's own; guessing locks it, disuse ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.policy.people import NOW
from workbench.policy.accounts import decide_sign_in, locked_until, password_problem

pytestmark = pytest.mark.section("464.5.1")


def minutes(*failures: float) -> list[datetime]:
    """Failed sign-ins, so many minutes after noon."""
    return [NOW + timedelta(minutes=minute) for minute in failures]


@pytest.mark.parametrize(
    ("failures", "until"),
    [
        ([], None),
        ([0, 1, 2, 3], None),
        ([0, 1, 2, 3, 4], 19),
        ([4, 2, 0, 3, 1], 19),
        ([0, 0, 0, 0, 0], 15),
        ([0, 4, 8, 12, 14.9], 29.9),
        ([0, 4, 8, 12, 15], None),
        ([0, 16, 17, 18, 19], None),
        ([0, 16, 17, 18, 19, 20], 35),
        ([0, 1, 2, 3, 4, 60], 19),
        ([0, 1, 2, 3, 4, 60, 61, 62, 63, 64], 79),
    ],
)
def test_five_failures_in_fifteen_minutes_lock_for_fifteen(failures: list[float], until: float | None) -> None:
    assert locked_until(minutes(*failures)) == (None if until is None else NOW + timedelta(minutes=until))


@pytest.mark.parametrize(
    ("after", "allowed"), [(timedelta(0), False), (timedelta(minutes=14), False), (timedelta(minutes=15), True)]
)
def test_a_lock_lasts_from_the_fifth_failure(after: timedelta, allowed: bool) -> None:
    fifth = minutes(0, 1, 2, 3, 4)[-1]
    decision = decide_sign_in(minutes(0, 1, 2, 3, 4), NOW, fifth + after)
    assert decision.allowed is allowed
    if not allowed:
        assert "locked until 12:19 UTC" in decision.reason
        assert "administrator" in decision.how


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (89, True), (90, False), (400, False)])
def test_ninety_days_unused_end_an_account(days: int, allowed: bool) -> None:
    decision = decide_sign_in([], NOW - timedelta(days=days), NOW)
    assert decision.allowed is allowed
    assert allowed or "90 days" in decision.reason


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("", "12 to 128 characters"),
        ("elevenchars", "this has 11"),
        ("x" * 129, "12 to 128"),
        ("ana.morales.x1", "user name"),
        ("Ana.Morales!2026", "user name"),
        ("xx-ANA.MORALES-xx", "user name"),
        ("aaaaaaaaaaaaaaaa", "6 different"),
        ("abababababababab", "6 different"),
        ("password2026!", "first that are guessed"),
        ("P@ssw0rd2026!!", "first that are guessed"),
        ("welcomewelcome", "first that are guessed"),
        ("!!elcentropd911", "first that are guessed"),
        ("839201748265", "first that are guessed"),
        ("abcdefghijklmnop", "first that are guessed"),
        ("ponmlkjihgfedcba", "first that are guessed"),
        ("tab\tis no letter", "control character"),
        ("mesquite over the canal", ""),
        ("k9#vR2!wq8LzT", ""),
        ("Übung macht den Meister", ""),
        ("monkey wrench cactus", ""),
    ],
)
def test_what_a_password_may_be(password: str, wrong: str) -> None:
    problem = password_problem(password, "ana.morales")
    assert wrong in problem
    assert bool(problem) is bool(wrong)


def test_a_short_user_name_may_be_part_of_a_word() -> None:
    assert password_problem("bananas on the roof", "ana") == ""
