"""The trainee's calls and the trainer's list (464.4.1, 464.12)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import Response

from tests.unit.client.relay import Relay
from workbench.client import Client
from workbench.wire.training import ExerciseResult, Progress, QuizResult, Trainee

PROGRESS = Progress(
    username="otto",
    modules=[],
    quiz=[],
    quiz_passed=False,
    exercise="Find the planted vehicle.",
    exercise_done=False,
    policy_version="2026-01",
    policy_text="",
    acknowledged=False,
    ready_for_sign_off=False,
    signed_off_by="",
    trained_until=None,
    left=["Read the modules."],
)
TRAINEE = Trainee(
    username="otto",
    modules_done=0,
    modules_total=9,
    quiz_passed=False,
    exercise_done=False,
    acknowledged=False,
    ready=False,
    signed_off_by="",
    trained_until=None,
    page="/services/edge/training/otto",
)

pytestmark = pytest.mark.section("464.4.1")


def test_each_step_is_one_call(client: Client, relay: Relay) -> None:
    sent: dict[str, Any] = {}

    def script(path: str, answer: str) -> None:
        def reply(body: bytes, _request: Any) -> Response:
            sent[path] = json.loads(body) if body else None
            return Response(answer, media_type="application/json")

        method = "GET" if path in ("progress", "trainees") else "POST"
        relay.scripted[method, f"/v1/training/{path}"] = reply

    quiz = QuizResult(passed=False, right=1, total=2, read_again=["464.5"])
    exercise = ExerciseResult(right=True, words="That is it.")
    for path in ("progress", "modules", "acknowledge"):
        script(path, PROGRESS.model_dump_json())
    script("quiz", quiz.model_dump_json())
    script("exercise", exercise.model_dump_json())
    script("trainees", f"[{TRAINEE.model_dump_json()}]")

    training = client.training
    assert training.progress() == training.done("m1") == training.acknowledge("2026-01") == PROGRESS
    assert training.quiz({"q1": "a"}) == quiz
    assert training.exercise("7ABC123") == exercise
    assert training.trainees() == [TRAINEE]
    assert sent["modules"]["key"] == "m1"
    assert sent["quiz"] == {"answers": {"q1": "a"}}
    assert (sent["exercise"], sent["acknowledge"]) == ({"plate": "7ABC123"}, {"version": "2026-01"})
