"""The trainee's way through training, and the trainer's list (464.4.1, 464.12)."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.client import context
from workbench.client.calls import Calls
from workbench.client.problems import build
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

    def acknowledge(self, version: str) -> Progress:
        """You received and read this version of the policy; ``version`` is ``progress().policy_version``."""
        said = build(Acknowledgement, {"version": version})
        return self._transport.ask("POST", "/v1/training/acknowledge", Progress, said)

    def trainees(self) -> list[Trainee]:
        """Everybody in training, for the trainer; each line names the page where to sign off."""
        return self._transport.ask("GET", "/v1/training/trainees", list[Trainee])
