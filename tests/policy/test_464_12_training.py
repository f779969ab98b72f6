"""464.12: somebody is trained when every step is done and a trainer, never he himself, signs it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.policy.people import person
from workbench.policy.caller import Caller, Standing
from workbench.policy.roles import GRANTS, Operation, Role
from workbench.policy.training_rules import Steps, decide_sign_off, left, reminder, renewing

pytestmark = pytest.mark.section("464.12")

MODULES = frozenset({"a", "b"})
DONE = Steps(MODULES, quiz=True, exercise=True, misuse=True, acknowledged="2")
ON_THE_PAGE = replace(person(Role.TRAINER, name="tess"), may_assent=True)


@pytest.mark.parametrize(
    ("steps", "todo"),
    [
        (DONE, []),
        (Steps(), ["modules", "quiz", "exercise", "misuse", "Acknowledge"]),
        (replace(DONE, modules=frozenset({"a"})), ["modules: 1 of 2 left"]),
        (replace(DONE, quiz=False), ["quiz"]),
        (replace(DONE, exercise=False), ["exercise"]),
        (replace(DONE, misuse=False), ["misuse"]),
        (replace(DONE, acknowledged=None), ["Acknowledge version 2"]),
        (replace(DONE, acknowledged="1"), ["Acknowledge version 2"]),
    ],
)
def test_what_is_left_to_do(steps: Steps, todo: list[str]) -> None:
    found = left(steps, MODULES, "2")
    assert len(found) == len(todo)
    assert all(words in line for words, line in zip(todo, found, strict=True))


@pytest.mark.parametrize(
    ("trainer", "trainee", "remaining", "reason"),
    [
        (ON_THE_PAGE, "ned", [], ""),
        (ON_THE_PAGE, "ned", ["Pass the quiz."], "not complete"),
        (ON_THE_PAGE, "tess", [], "his or her own"),
        (ON_THE_PAGE, "Tess", [], "his or her own"),
        (replace(ON_THE_PAGE, may_assent=False), "ned", [], "not from a kernel"),
        (replace(person(Role.ADMINISTRATOR, name="adam"), may_assent=True), "ned", [], "Only a trainer"),
    ],
    ids=["complete", "quiz missing", "oneself", "oneself in capitals", "from a kernel", "no trainer"],
)
def test_who_may_sign_off(trainer: Caller, trainee: str, remaining: list[str], reason: str) -> None:
    decision = decide_sign_off(trainer, trainee, remaining)
    assert decision.allowed is not bool(reason)
    assert reason in decision.reason


def test_only_trainers_train() -> None:
    assert {role for role, may in GRANTS.items() if Operation.TRAIN in may} == {Role.TRAINER}


SIGNED = datetime(2026, 1, 10, tzinfo=UTC)


def _standing(days: int, acknowledged: str = "2") -> Standing:
    return Standing(SIGNED + timedelta(days=days), "tess", SIGNED, acknowledged, 7)


@pytest.mark.section("464.4.1")
@pytest.mark.parametrize(
    ("days", "after", "told"),
    [
        (365, 0, ""),
        (365, 334, ""),
        (365, 335, "in 30 days"),
        (365, 363, "in 2 days"),
        (365, 364, "tomorrow"),
        (365, 365, ""),
        (8, 5, ""),
        (8, 6, "in 2 days"),
    ],
    ids=["new", "31 days", "30 days", "2 days", "a day", "over", "short, early", "short, its last quarter"],
)
def test_whoever_is_trained_is_reminded_before_it_ends(days: int, after: int, told: str) -> None:
    now = SIGNED + timedelta(days=after)
    said = reminder(_standing(days), now, "2")
    assert told in said
    assert bool(said) is bool(told) is renewing(_standing(days), now)


@pytest.mark.section("464.4.1", "464.7(e)")
def test_a_new_version_of_the_policy_is_told_first() -> None:
    assert "version 3: acknowledge it" in reminder(_standing(365), SIGNED, "3")
    assert reminder(Standing(), SIGNED, "3") == ""
