"""The training desk (464.4.1, 464.7(e), 464.12): the trainee's steps and the trainer's sign-off.

Every change is recorded first; the register keeps the index of the record beside the change.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workbench.accesslog.record import Record, stamp
from workbench.errors import BadInput
from workbench.gate import Gate, Request
from workbench.policy.access import decide_access
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision, refuse
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.policy.training_rules import decide_sign_off
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.training import misuse, quiz
from workbench.training.certificate import SIGN_OFF
from workbench.training.exercise import Exercise
from workbench.training.misuse import Extract
from workbench.training.modules import keys
from workbench.training.progress import EXERCISE_STEP, MISUSE, MODULE, QUIZ, TRIED, Case, progress, read_case, trainee
from workbench.training.quiz import Sheet
from workbench.training.secret import Secret
from workbench.training.sessions import SessionDesk
from workbench.training.trail import Trail
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

EXERCISE_ACTION = "training.exercise"
ATTEMPTS, PER = 3, timedelta(days=1)
"""So often, and in so long, the quiz is marked, and so is the exercise on misuse: fewer than it takes to try out."""


class TrainingDesk:
    """Takes each step of a trainee's way. ``trail`` is what log and training store know of what somebody did."""

    def __init__(self, gate: Gate, registers: Registers, settings: Settings, trail: Trail, secret: Secret) -> None:
        self._gate = gate
        self._registers = registers
        self._settings = settings
        self._trail = trail
        self._secret = secret
        self._one_attempt = threading.Lock()
        self.task = Exercise.of(secret)
        self.sessions = SessionDesk(gate, registers)

    def progress(self, caller: Caller) -> Progress:
        """How far the caller has come; his or her own training only."""
        self._learner(caller, "training.progress")
        told = progress(self._case(caller.username), self._sheet(caller), self.task, self._extract(caller))
        return told.model_copy(update={"sessions": self._registers.training_sessions.of(caller.username)})

    def done(self, caller: Caller, done: ModuleDone) -> Progress:
        """The caller read a module; ``BadInput`` when there is none of that key."""
        self._learner(caller, "training.module")
        if done.key not in keys():
            raise BadInput(
                f"There is no module '{done.key}'.",
                where="key",
                how="Open the list of modules again.",
                section="464.4.1",
            )
        self._take(caller, "training.module", MODULE + done.key, {"module": done.key})
        return self.progress(caller)

    def quiz(self, caller: Caller, answers: QuizAnswers) -> QuizResult:
        """Mark the caller's answers; every attempt is on record, and three fit into a day.

        Raises ``BadInput`` for a sheet of an attempt before, and ``TrainingRequired`` for the fourth within a day.
        """
        self._learner(caller, quiz.ACTION)
        with self._one_attempt:  # of two at once, the second has the sheet of an attempt before
            self._demand_another_attempt(caller, quiz.ACTION, "quiz")
            result = quiz.mark(self._sheet(caller), answers.answers)
            body = {"right": result.right, "total": result.total, "passed": result.passed}
            self._tried(
                caller, quiz.ACTION, QUIZ, body, f"{result.right} of {result.total} right", passed=result.passed
            )
        return result

    def exercise(self, caller: Caller, answer: ExerciseAnswer) -> ExerciseResult:
        """Whether the caller found the planted vehicle: a search of his or her own showed it, and the plate fits.

        Only what was released since the last sign-off counts: who begins anew searches anew.
        """
        self._learner(caller, EXERCISE_ACTION)
        last = self._registers.training.last_sign_off(caller.username)
        searched = self._trail.shown(caller, EXERCISE_ACTION, self.task, after=last.record if last else -1)
        right = searched and self.task.found(answer.plate)
        body = {"right": True} if right else {"right": False, "searched": searched}
        told = "found" if right else "another vehicle" if searched else "no search yet"
        self._tried(caller, EXERCISE_ACTION, EXERCISE_STEP, body, told, passed=right)
        if right:
            return ExerciseResult(right=True, words="That is the vehicle, and your search for it is in the access log.")
        words = (
            "That is not the vehicle. Search for the pattern near the corner and read the results again."
            if searched
            else "The access log shows no search of yours yet that found the vehicle. Search for the pattern first."
        )
        return ExerciseResult(right=False, words=words)

    def misuse(self, caller: Caller, marks: MisuseMarks) -> MisuseResult:
        """Judge the rows that the caller takes for misuse; every attempt is on record, and three fit into a day."""
        self._learner(caller, misuse.ACTION)
        with self._one_attempt:
            self._demand_another_attempt(caller, misuse.ACTION, "exercise on misuse")
            result = misuse.mark(self._extract(caller), marks.rows)
            body = {"found": result.found, "of": result.of, "wrong": result.wrong, "passed": result.passed}
            told = f"{result.found} of {result.of} found, {result.wrong} false"
            self._tried(caller, misuse.ACTION, MISUSE, body, told, passed=result.passed)
        return result

    def acknowledge(self, caller: Caller, said: Acknowledgement) -> Progress:
        """The caller received and read the policy; ``BadInput`` unless it is the version in force."""
        self._learner(caller, "training.acknowledge")
        current = self._registers.policies.current().version
        if said.version != current:
            raise BadInput(
                f"The policy in force is version {current}, not {said.version}.",
                where="version",
                how="Read the version in force and acknowledge that one.",
                section="464.4.1",
            )
        record = self._record(caller, "training.acknowledge", {"version": current})
        self._registers.training.acknowledge(caller.username, current, record.index, self._gate.now())
        return self.progress(caller)

    def trainees(self, caller: Caller) -> list[Trainee]:
        """Everybody who has begun, for a trainer; the look is on record."""
        receipt = self._gate.admit(caller, None, Request("training.trainees", Operation.TRAIN, {}, Realm.TRAINING))
        rows = [trainee(self._case(username)) for username in self._registers.training.usernames()]
        self._gate.release(receipt, {"count": len(rows)})
        return rows

    def sign_off(self, trainer: Caller, username: str) -> Trainee:
        """Let the trainee search from now on, for the configured days; ``Refused`` (464.12) is on record."""
        asked = Request(SIGN_OFF, Operation.TRAIN, {"trainee": username}, Realm.TRAINING)
        self._demand(trainer, asked, decide_sign_off(trainer, username, self._case(username).remaining))
        now = self._gate.now()
        until = now + timedelta(days=self._settings.training.valid_days)
        version = self._registers.policies.current().version
        body = {"trainee": username, "trained_until": stamp(until), "policy_version": version}
        record = self._record(trainer, SIGN_OFF, body)
        self._registers.training.sign_off(username, trainer.username, until, record.index, now=now)
        return trainee(self._case(username))

    def _take(self, caller: Caller, action: str, step: str, body: Mapping[str, Any]) -> None:
        record = self._record(caller, action, body)
        self._registers.training.mark(caller.username, step, record.index, self._gate.now())

    def _tried(
        self, caller: Caller, action: str, step: str, body: Mapping[str, Any], told: str, *, passed: bool
    ) -> None:
        """Record an attempt; its trainer sees how it went, and a passed one is a step taken."""
        record, now = self._record(caller, action, body), self._gate.now()
        self._registers.training.mark(caller.username, TRIED + step, record.index, now, told)
        if passed:
            self._registers.training.mark(caller.username, step, record.index, now)

    def _record(self, caller: Caller, action: str, body: Mapping[str, Any]) -> Record:
        return self._gate.event(action, caller.username, caller.organisation, body)

    def _sheet(self, caller: Caller) -> Sheet:
        """The quiz of the caller's next attempt."""
        return Sheet(self._secret, caller.username, self._trail.attempts(caller.username))

    def _extract(self, caller: Caller) -> Extract:
        """The extract of the caller's next attempt."""
        return Extract.of(self._secret, caller.username, self._trail.attempts(caller.username, misuse.ACTION))

    def _demand_another_attempt(self, caller: Caller, action: str, step: str) -> None:
        now = self._gate.now()
        if self._trail.attempts(caller.username, action, since=now - PER) >= ATTEMPTS:
            told = refuse(
                Section.TRAINING_FIRST,
                f"The {step} was handed in {ATTEMPTS} times within a day.",
                "Read the modules again, and hand it in tomorrow.",
            )
            raise self._gate.refuse(caller, None, Request(action, Operation.LEARN, {}, Realm.TRAINING), told)

    def _learner(self, caller: Caller, action: str) -> None:
        """Refuse whoever may not learn (464.4): a vendor, or somebody without a role."""
        version = self._registers.policies.current().version
        decision = decide_access(caller, None, Operation.LEARN, Realm.TRAINING, self._gate.now(), version)
        self._demand(caller, Request(action, Operation.LEARN, {}, Realm.TRAINING), decision)

    def _demand(self, caller: Caller, asked: Request, decision: Decision) -> None:
        if not decision.allowed:
            raise self._gate.refuse(caller, None, asked, decision)

    def _case(self, username: str) -> Case:
        return read_case(self._registers.training, username, self._registers.policies.current(), self._gate.now())
