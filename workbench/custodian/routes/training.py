"""Training (464.4.1, 464.12): the trainee's way, and the trainer's sign-off on a signed-in page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from workbench.custodian import training_files
from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import PageNow, Person, PersonNow
from workbench.custodian.people import demand_known
from workbench.custodian.sandbox import sandbox
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.wire.misuse import MisuseMarks, MisuseResult
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
from workbench.wire.training_sessions import (
    ChangeRoster,
    CloseSession,
    OpenSession,
    RegisterWanted,
    Sandbox,
    TrainingFile,
    TrainingNews,
    TrainingSession,
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


@router.post("/misuse")
def misuse(marks: MisuseMarks, caller: Person, rooms: Rooms) -> MisuseResult:
    """Judge the rows of the invented extract that the caller takes for misuse."""
    return rooms.training.misuse(caller, marks)


@router.post("/acknowledge")
def acknowledge(said: Acknowledgement, caller: Person, rooms: Rooms) -> Progress:
    """The caller received the policy and acknowledges this version."""
    return rooms.training.acknowledge(caller, said)


@router.get("/trainees")
def trainees(caller: Person, rooms: Rooms) -> list[Trainee]:
    """Everybody in training, for the trainer."""
    return rooms.training.trainees(caller)


@router.get("/news")
def news(caller: Person, rooms: Rooms) -> TrainingNews:
    """Whether there is anything new for a trainer to look at: a number, and nobody's name."""
    return rooms.training.sessions.news(caller)


@router.get("/sessions")
def sessions(caller: Person, rooms: Rooms) -> list[TrainingSession]:
    """Every session with its roster, for the trainer."""
    return rooms.training.sessions.all(caller)


@router.post("/sessions", status_code=201)
def open_session(said: OpenSession, caller: PersonNow, rooms: Rooms) -> TrainingSession:
    """A trainer will hold this session."""
    _known(said.roster, caller, rooms)
    return rooms.training.sessions.open(caller, said)


@router.post("/sessions/roster")
def roster(said: ChangeRoster, caller: PersonNow, rooms: Rooms) -> TrainingSession:
    """Ask people to come, or no longer."""
    _known(said.add, caller, rooms)
    return rooms.training.sessions.change(caller, said)


@router.post("/sessions/close")
def close_session(said: CloseSession, caller: PersonNow, rooms: Rooms) -> TrainingSession:
    """Keep who attended; the session is changed no more."""
    return rooms.training.sessions.close(caller, said)


@router.get("/sandbox")
def planted(caller: Person, rooms: Rooms, response: Response) -> Sandbox:
    """What is planted in the training store, with the answers, for the trainer."""
    response.headers["Cache-Control"] = "no-store"
    return sandbox(rooms, caller)


@router.get("/certificates/{number}")
def certificate(number: int, caller: Person, rooms: Rooms) -> TrainingFile:
    """A certificate as a PDF, for its holder or a trainer."""
    return training_files.certificate(rooms, caller, number)


@router.post("/register")
def register(wanted: RegisterWanted, caller: PersonNow, rooms: Rooms) -> TrainingFile:
    """The training register as a file, for a trainer."""
    return training_files.register(rooms, caller, wanted)


@router.post("/sign-off/{username}", status_code=204)
def sign_off(username: str, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Sign a trainee off; only from the edge's page and by password, never with a kernel's token."""
    # Whoever may not do it is refused below, and not asked for a password before.
    if Operation.TRAIN in caller.operations:
        stepped_up(request, rooms, caller, None, Question(f"Sign {username} off", {"Trainee": username}))
    rooms.training.sign_off(caller, username)


def _known(names: list[str], caller: Caller, rooms: Services) -> None:
    """Whoever may not keep sessions is refused afterwards, and told of nobody's account before."""
    if Operation.TRAIN in caller.operations:
        demand_known(names, rooms, "roster", "464.12")
