"""The trainee's way through training, and the trainer's list (464.4.1, 464.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from workbench.client import context
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.base import Message
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


class TrainingCalls(Calls):
    """``client.training``; signing off is no call of a kernel: the trainer does it on the signed-in page."""

    def progress(self) -> Progress:
        """How far you have come, and what is left."""
        return self._transport.ask("GET", "/v1/training/progress", Progress)

    def done(self, module: str) -> Progress:
        """You read this module; ``module`` is its key in ``progress().modules``."""
        done = build(ModuleDone, {"key": module, "context": context.current()})
        return self._transport.ask("POST", "/v1/training/modules", Progress, done)

    def quiz(self, answers: Mapping[str, str]) -> QuizResult:
        """Mark your answers: for each question's key the key of the choice."""
        given = build(QuizAnswers, {"answers": dict(answers)})
        return self._transport.ask("POST", "/v1/training/quiz", QuizResult, given)

    def exercise(self, plate: str) -> ExerciseResult:
        """Whether ``plate`` is the planted vehicle; it counts once you found it by a search of your own."""
        answer = build(ExerciseAnswer, {"plate": plate})
        return self._transport.ask("POST", "/v1/training/exercise", ExerciseResult, answer)

    def misuse(self, rows: Sequence[str]) -> MisuseResult:
        """Which rows of the invented extract you take for misuse: their keys in ``progress().misuse``."""
        marks = build(MisuseMarks, {"rows": list(rows), "context": context.current()})
        return self._transport.ask("POST", "/v1/training/misuse", MisuseResult, marks)

    def acknowledge(self, version: str) -> Progress:
        """You received and read this version of the policy; ``version`` is ``progress().policy_version``."""
        said = build(Acknowledgement, {"version": version})
        return self._transport.ask("POST", "/v1/training/acknowledge", Progress, said)

    def trainees(self) -> list[Trainee]:
        """Everybody in training, for the trainer; each line names the page where to sign off."""
        return self._transport.ask("GET", "/v1/training/trainees", list[Trainee])

    def news(self) -> int:
        """A number that changes when there is something new for a trainer to look at."""
        return self._transport.ask("GET", "/v1/training/news", TrainingNews).record

    def sessions(self) -> list[TrainingSession]:
        """Every training session with its roster, for the trainer."""
        return self._transport.ask("GET", "/v1/training/sessions", list[TrainingSession])

    def open_session(
        self, title: str, starts_at: datetime, agenda: str, roster: Sequence[str] = (), place: str = ""
    ) -> TrainingSession:
        """Open a session; ``starts_at`` in UTC. ``BadInput`` for somebody without an account."""
        said = {"title": title, "starts_at": starts_at, "agenda": agenda, "roster": list(roster), "place": place}
        return self._session("", OpenSession, said)

    def change_roster(self, session: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> TrainingSession:
        """Ask people to come to an open session, or no longer."""
        return self._session("/roster", ChangeRoster, {"session": session, "add": list(add), "remove": list(remove)})

    def close_session(self, session: int, attended: Sequence[str], note: str = "") -> TrainingSession:
        """Close a session with who of its roster attended; ``BadInput`` for somebody who is not on it."""
        return self._session("/close", CloseSession, {"session": session, "attended": list(attended), "note": note})

    def sandbox(self) -> Sandbox:
        """The made-up stories of the training store with their answers, for the trainer."""
        return self._transport.ask("GET", "/v1/training/sandbox", Sandbox)

    def certificate(self, number: int) -> TrainingFile:
        """A certificate as a PDF (``.content``): your own, or for a trainer anybody's.

        ``number`` is ``progress().certificate``. ``NotFound`` when there is none of this number for you.
        """
        return self._transport.ask("GET", f"/v1/training/certificates/{number}", TrainingFile)

    def register(self, format: str = "csv") -> TrainingFile:  # noqa: A002
        """The training register as ``csv`` or ``xlsx``, for the trainer; its hash is on record before it goes out."""
        wanted = build(RegisterWanted, {"format": format, "context": context.current()})
        return self._transport.ask("POST", "/v1/training/register", TrainingFile, wanted, timeout=LONG)

    def _session(self, path: str, message: type[Message], said: Mapping[str, object]) -> TrainingSession:
        told = build(message, {**said, "context": context.current()})
        return self._transport.ask("POST", f"/v1/training/sessions{path}", TrainingSession, told)
