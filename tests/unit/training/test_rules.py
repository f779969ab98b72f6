"""When training is complete and who signs it off (464.12), as tables of decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.training.conftest import caller
from workbench.policy.caller import Caller, Standing
from workbench.policy.roles import Role
from workbench.policy.training_rules import Steps, decide_sign_off, left, valid

MODULES = frozenset({"a", "b"})
NOW = datetime(2026, 3, 2, tzinfo=UTC)

DONE = Steps(MODULES, quiz=True, exercise=True, misuse=True, acknowledged="2")
LEFT = [
    ("nothing done", Steps(), ["modules: 2 of 2", "quiz", "exercise", "misuse", "version 2"]),
    (
        "half the modules",
        Steps(frozenset({"a"})),
        ["modules: 1 of 2", "quiz", "exercise", "misuse", "version 2"],
    ),
    ("a module that is none", replace(DONE, modules=frozenset({"z"})), ["modules: 2 of 2"]),
    ("no quiz", replace(DONE, quiz=False), ["quiz"]),
    ("no exercise", replace(DONE, exercise=False), ["exercise"]),
    ("no misuse found", replace(DONE, misuse=False), ["misuse"]),
    ("no acknowledgement", replace(DONE, acknowledged=None), ["version 2"]),
    ("an older policy", replace(DONE, acknowledged="1"), ["version 2"]),
    ("all done", DONE, []),
]


@pytest.mark.parametrize(("steps", "words"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
@pytest.mark.section("464.4.1")
def test_what_is_left(steps: Steps, words: list[str]) -> None:
    remaining = left(steps, MODULES, "2")
    assert len(remaining) == len(words)
    assert all(word in line for word, line in zip(words, remaining, strict=True))
    assert all("464." in line for line in remaining)


SIGN_OFFS = [
    ("a trainer for another", caller("tess", Role.TRAINER, page=True), "otto", [], True),
    ("a trainer and officer for another", caller("tess", Role.TRAINER, Role.OFFICER, page=True), "otto", [], True),
    ("a trainer for himself", caller("otto", Role.TRAINER, page=True), "otto", [], False),
    ("a trainer for himself in capitals", caller("OTTO", Role.TRAINER, page=True), "otto", [], False),
    ("a trainer's kernel", caller("tess", Role.TRAINER), "otto", [], False),
    ("an administrator", caller("adam", Role.ADMINISTRATOR, page=True), "otto", [], False),
    ("an officer", caller("ana", Role.OFFICER, page=True), "otto", [], False),
    ("nobody in particular", caller("eve", page=True), "otto", [], False),
    ("before all is done", caller("tess", Role.TRAINER, page=True), "otto", ["Pass the quiz."], False),
]


@pytest.mark.parametrize(
    ("trainer", "trainee", "remaining", "allowed"), [row[1:] for row in SIGN_OFFS], ids=[row[0] for row in SIGN_OFFS]
)
@pytest.mark.section("464.12")
def test_who_signs_off(trainer: Caller, trainee: str, remaining: list[str], allowed: bool) -> None:
    decision = decide_sign_off(trainer, trainee, remaining)
    assert decision.allowed is allowed
    assert decision.section.value == "464.12"
    assert allowed or (decision.reason and decision.how)


VALID = [
    ("never", Standing(), False),
    ("no trainer's name", Standing(NOW + timedelta(days=1)), False),
    ("running", Standing(NOW + timedelta(seconds=1), "tess"), True),
    ("ended this instant", Standing(NOW, "tess"), False),
    ("ended", Standing(NOW - timedelta(days=1), "tess"), False),
    ("signed off tomorrow", Standing(NOW + timedelta(days=9), "tess", NOW + timedelta(days=1)), False),
]


@pytest.mark.parametrize(("standing", "counts"), [row[1:] for row in VALID], ids=[row[0] for row in VALID])
@pytest.mark.section("464.12")
def test_how_long_a_sign_off_holds(standing: Standing, counts: bool) -> None:
    assert valid(standing, NOW) is counts
