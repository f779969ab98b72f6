"""What the training panels ask of a client (464.4.1, 464.12): the trainee's steps, the trainer's sessions and list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from workbench.wire.misuse import MisuseResult
from workbench.wire.training import ExerciseResult, Progress, QuizResult, Trainee
from workbench.wire.training_sessions import Sandbox, TrainingFile, TrainingSession


class Lessons(Protocol):
    """The trainee's side of the training desk."""

    def progress(self) -> Progress:
        """How far the caller has come."""
        ...

    def done(self, key: str, /) -> Progress:
        """The caller read this module."""
        ...

    def quiz(self, answers: Mapping[str, str]) -> QuizResult:
        """The caller's answers, marked."""
        ...

    def exercise(self, plate: str) -> ExerciseResult:
        """Whether this is the planted vehicle."""
        ...

    def misuse(self, rows: Sequence[str]) -> MisuseResult:
        """The rows of the extract that the caller takes for misuse, judged."""
        ...

    def acknowledge(self, version: str) -> Progress:
        """The caller received and read this version of the policy."""
        ...

    def certificate(self, number: int) -> TrainingFile:
        """A certificate as a PDF."""
        ...


class Schooling(Lessons, Protocol):
    """Both sides; the trainer's calls are for trainers alone."""

    def trainees(self) -> list[Trainee]:
        """Everybody in training."""
        ...

    def news(self) -> int:
        """A number that changes when there is something new to look at."""
        ...

    def sessions(self) -> list[TrainingSession]:
        """Every session, the newest first."""
        ...

    def open_session(
        self, title: str, starts_at: datetime, agenda: str, roster: Sequence[str] = (), place: str = ""
    ) -> TrainingSession:
        """Open a session; UTC."""
        ...

    def change_roster(self, session: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> TrainingSession:
        """Ask people to come, or no longer."""
        ...

    def close_session(self, session: int, attended: Sequence[str], note: str = "") -> TrainingSession:
        """Close a session with who attended."""
        ...

    def register(self, format: str = "csv") -> TrainingFile:  # noqa: A002
        """The training register as a file."""
        ...

    def sandbox(self) -> Sandbox:
        """What is planted in the training store."""
        ...
