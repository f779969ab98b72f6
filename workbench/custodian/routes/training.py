"""Training (464.4.1, 464.12): the trainee's way, and the trainer's sign-off on a signed-in page."""

from __future__ import annotations

from fastapi import APIRouter, Request

from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import PageNow, Person
from workbench.custodian.stepups import Question
from workbench.policy.roles import Operation
from workbench.wire.training import (
    Acknowledgement,
    ExerciseAnswer,
    ExerciseResult,
    ModuleDone,
    Progress,
    QuizAnswers,
    QuizResult,
    Trainee,
)

router = APIRouter(prefix="/training")


@router.get("/progress")
def progress(caller: Person, rooms: Rooms) -> Progress:
    """How far the caller has come."""
    return rooms.training.progress(caller)


@router.post("/modules")
def module(done: ModuleDone, caller: Person, rooms: Rooms) -> Progress:
    """The caller read a module."""
    return rooms.training.done(caller, done)


@router.post("/quiz")
def quiz(answers: QuizAnswers, caller: Person, rooms: Rooms) -> QuizResult:
    """Mark the caller's answers."""
    return rooms.training.quiz(caller, answers)


@router.post("/exercise")
def exercise(answer: ExerciseAnswer, caller: Person, rooms: Rooms) -> ExerciseResult:
    """Whether the caller found the planted vehicle by a search of his or her own."""
    return rooms.training.exercise(caller, answer)


@router.post("/acknowledge")
def acknowledge(said: Acknowledgement, caller: Person, rooms: Rooms) -> Progress:
    """The caller received the policy and acknowledges this version."""
    return rooms.training.acknowledge(caller, said)


@router.get("/trainees")
def trainees(caller: Person, rooms: Rooms) -> list[Trainee]:
    """Everybody in training, for the trainer."""
    return rooms.training.trainees(caller)


@router.post("/sign-off/{username}", status_code=204)
def sign_off(username: str, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Sign a trainee off; only from the edge's page and by password, never with a kernel's token."""
    # Whoever may not do it is refused below, and not asked for a password before.
    if Operation.TRAIN in caller.operations:
        stepped_up(request, rooms, caller, None, Question(f"Sign {username} off", {"Trainee": username}))
    rooms.training.sign_off(caller, username)
