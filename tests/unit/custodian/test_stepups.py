"""What a typed password counts for (464.5.1, 464.10(b)): one person's one request, once, for five minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workbench.custodian.stepups import OPEN, VALID, Question, StepUps
from workbench.errors import NotFound

pytestmark = pytest.mark.section("464.10(b)")

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUESTION = Question("Approve the search of ana", {"Pattern": "7K*"})


def confirmed(step_ups: StepUps, at: datetime = NOON) -> str:
    """A question of adam's about one request, confirmed."""
    step_up = step_ups.ask("adam", "this request", QUESTION, at)
    step_ups.confirm(step_ups.get(step_up, at), 7, at)
    return step_up


def test_what_was_confirmed_counts_once() -> None:
    step_ups = StepUps()
    step_up = confirmed(step_ups)
    assert step_ups.take(step_up, "adam", "this request", NOON) == 7
    assert step_ups.take(step_up, "adam", "this request", NOON) is None


@pytest.mark.parametrize(
    ("user", "bound", "later"),
    [
        ("adam", "another request", timedelta(0)),
        ("ana", "this request", timedelta(0)),
        ("adam", "this request", VALID),
    ],
)
def test_it_counts_for_nobody_nothing_and_no_time_else(user: str, bound: str, later: timedelta) -> None:
    step_ups = StepUps()
    assert step_ups.take(confirmed(step_ups), user, bound, NOON + later) is None


def test_nothing_counts_before_the_password() -> None:
    step_ups = StepUps()
    step_up = step_ups.ask("adam", "this request", QUESTION, NOON)
    assert step_ups.take(step_up, "adam", "this request", NOON) is None
    assert step_ups.take("", "adam", "this request", NOON) is None
    assert step_ups.get(step_up, NOON).question == QUESTION


@pytest.mark.parametrize("later", [VALID, timedelta(days=1)])
def test_a_question_expires(later: timedelta) -> None:
    step_ups = StepUps()
    step_up = step_ups.ask("adam", "this request", QUESTION, NOON)
    with pytest.raises(NotFound):
        step_ups.get(step_up, NOON + later)


def test_a_confirmed_question_is_not_shown_again() -> None:
    step_ups = StepUps()
    with pytest.raises(NotFound):
        step_ups.get(confirmed(step_ups), NOON)


def test_a_flood_of_questions_pushes_out_the_same_persons_oldest_only() -> None:
    step_ups = StepUps()
    others = step_ups.ask("ana", "hers", QUESTION, NOON)
    asked = [step_ups.ask("adam", str(n), QUESTION, NOON) for n in range(OPEN + 1)]
    assert step_ups.get(others, NOON).user == "ana"
    assert step_ups.get(asked[1], NOON).bound == "1"
    with pytest.raises(NotFound):
        step_ups.get(asked[0], NOON)
