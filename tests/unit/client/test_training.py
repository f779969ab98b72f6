"""The trainee's calls and the trainer's list (464.4.1, 464.12)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import Response

from tests.unit.client.relay import Relay
from workbench.client import Client
from workbench.wire.misuse import MisuseResult
from workbench.wire.training import ExerciseResult, Progress, QuizResult, Trainee
from workbench.wire.training_sessions import OnRoster, TrainingFile, TrainingNews, TrainingSession

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
SESSION = TrainingSession(
    session=3,
    title="New officers",
    starts_at=datetime(2026, 12, 1, 17, tzinfo=UTC),
    place="",
    agenda="Modules",
    opened_by="tess",
    record=9,
    roster=[OnRoster(username="otto", attended=None)],
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
    misuse = MisuseResult(passed=False, found=1, of=5, wrong=0, read_again=["464.4"], explained=[])
    script("misuse", misuse.model_dump_json())
    script("trainees", f"[{TRAINEE.model_dump_json()}]")

    training = client.training
    assert training.progress() == training.done("m1") == training.acknowledge("2026-01") == PROGRESS
    assert training.quiz({"q1": "a"}) == quiz
    assert training.exercise("7ABC123") == exercise
    assert training.trainees() == [TRAINEE]
    assert training.misuse(["r1"]) == misuse
    assert sent["misuse"]["rows"] == ["r1"]
    assert sent["modules"]["key"] == "m1"
    assert sent["quiz"] == {"answers": {"q1": "a"}}
    assert (sent["exercise"], sent["acknowledge"]) == ({"plate": "7ABC123"}, {"version": "2026-01"})


@pytest.mark.section("464.12")
def test_the_trainers_calls_name_what_they_are_about(client: Client, relay: Relay) -> None:
    sent: list[tuple[str, Any]] = []
    head = {"name": "c.pdf", "media_type": "application/pdf", "sha256": "ab", "record": 1, "result_record": 2}
    file = TrainingFile.model_validate({**head, "content": b"d29yZHM="})

    def script(method: str, path: str, answer: str) -> None:
        def reply(body: bytes, _request: Any) -> Response:
            sent.append((path, json.loads(body) if body else None))
            return Response(answer, media_type="application/json")

        relay.scripted[method, f"/v1/training/{path}"] = reply

    script("GET", "news", TrainingNews(record=12).model_dump_json())
    script("GET", "sessions", f"[{SESSION.model_dump_json()}]")
    for path in ("sessions", "sessions/roster", "sessions/close"):
        script("POST", path, SESSION.model_dump_json())
    script("GET", "certificates/31", file.model_dump_json())
    script("POST", "register", file.model_dump_json())

    training = client.training
    assert training.news() == 12
    assert training.sessions() == [SESSION]
    assert training.open_session("New officers", SESSION.starts_at, "Modules", ["otto"]) == SESSION
    assert training.change_roster(3, add=["ned"], remove=["otto"]) == SESSION
    assert training.close_session(3, ["ned"], "held") == SESSION
    assert training.certificate(31).content == training.register("xlsx").content == b"words"
    told = {path: body for path, body in sent if body}
    assert told["sessions"]["roster"] == ["otto"]
    assert (told["sessions/roster"]["add"], told["sessions/roster"]["remove"]) == (["ned"], ["otto"])
    assert (told["sessions/close"]["attended"], told["register"]["format"]) == (["ned"], "xlsx")
