"""How far somebody has come (464.4.1, 464.12), from the training register and the policy in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from workbench.policy.caller import Standing
from workbench.policy.clock import has_come
from workbench.policy.training_rules import Steps, acknowledge_first, left, renewing, valid
from workbench.store.registers import PolicyText
from workbench.store.registers.training import Step, TrainingRegister
from workbench.training import quiz
from workbench.training.exercise import Exercise
from workbench.training.misuse import Extract
from workbench.training.modules import keys, modules
from workbench.wire.page import EDGE
from workbench.wire.training import Module, Progress, Trainee

MODULE, QUIZ, EXERCISE_STEP, MISUSE = "module:", "quiz", "exercise", "misuse"
DEMO = "demo"
"""By whom the demonstration's people were signed off: by no trainer, so they have no certificate."""
TRIED = "tried:"
"""Before the name of a step: the latest attempt at it, whose detail says how it went."""
SIGN_OFF_PAGE = f"{EDGE}sign-off/"


@dataclass(frozen=True, slots=True)
class Case:
    """One person's training. ``since`` are the steps taken after the last sign-off: only they count for the next."""

    username: str
    standing: Standing
    ever: Steps
    since: Steps
    policy: PolicyText
    now: datetime
    taken: Mapping[str, Step] = field(default_factory=dict)
    """The latest of each step and attempt, by its name."""

    @property
    def renewing(self) -> bool:
        """Whether the sign-off holds and is renewed already."""
        return renewing(self.standing, self.now)

    @property
    def lapsed(self) -> bool:
        """Whether there was a sign-off and it holds no longer."""
        return self.standing.signed_off_by is not None and not valid(self.standing, self.now)

    @property
    def remaining(self) -> list[str]:
        """What is left before the next sign-off."""
        return left(self.since, keys(), self.policy.version)

    @property
    def shown(self) -> Steps:
        """While a sign-off holds, what it rested on; from its renewal on the training begins anew."""
        return self.ever if valid(self.standing, self.now) and not self.renewing else self.since

    @property
    def last_step(self) -> datetime | None:
        """When the person did something last."""
        return max((step.done_at for step in self.taken.values()), default=None)

    def tried(self, step: str) -> str:
        """How the latest attempt at a step went; empty where there was none."""
        found = self.taken.get(TRIED + step)
        return found.detail if found else ""

    @property
    def acknowledged(self) -> bool:
        """Whether the policy in force is the one acknowledged."""
        return self.standing.acknowledged == self.policy.version

    def left(self) -> list[str]:
        """What is left before the person may search."""
        if not valid(self.standing, self.now):
            return self.remaining or ["A trainer signs you off (464.12)."]
        return [] if self.acknowledged else [acknowledge_first(self.policy.version)]


def read_case(register: TrainingRegister, username: str, policy: PolicyText, now: datetime) -> Case:
    """Everything that is decided about one person's training."""
    steps = register.steps(username)
    last = register.last_sign_off(username)
    newer = {
        name for name, step in steps.items() if has_come(step.done_at, now) and (last is None or step.done_at > last.at)
    }
    standing = register.standing(username)
    return Case(
        username=username,
        standing=standing,
        ever=_steps(set(steps), standing),
        since=_steps(newer, standing),
        policy=policy,
        now=now,
        taken=steps,
    )


def progress(case: Case, sheet: quiz.Sheet, exercise: Exercise, extract: Extract) -> Progress:
    """What the trainee is shown; ``sheet`` and ``extract`` are those of the next attempt."""
    done = case.shown
    return Progress(
        username=case.username,
        modules=[
            Module(
                key=module.key,
                section=module.section,
                title=module.title,
                text=module.text,
                completed=module.key in done.modules,
            )
            for module in modules()
        ],
        quiz=quiz.questions(sheet),
        quiz_passed=done.quiz,
        exercise=exercise.text,
        exercise_done=done.exercise,
        misuse_done=done.misuse,
        misuse=list(extract.rows),
        policy_version=case.policy.version,
        policy_text=case.policy.text,
        acknowledged=case.acknowledged,
        ready_for_sign_off=not case.remaining,
        signed_off_by=case.standing.signed_off_by or "",
        trained_until=case.standing.trained_until,
        left=case.left(),
        renewing=case.renewing,
        lapsed=case.lapsed,
        certificate=_certificate(case),
    )


def trainee(case: Case) -> Trainee:
    """One line of the trainer's list."""
    done = case.shown
    return Trainee(
        username=case.username,
        modules_done=len(done.modules),
        modules_total=len(keys()),
        quiz_passed=done.quiz,
        exercise_done=done.exercise,
        acknowledged=case.acknowledged,
        ready=not case.remaining,
        signed_off_by=case.standing.signed_off_by or "",
        trained_until=case.standing.trained_until,
        page=SIGN_OFF_PAGE + quote(case.username, safe=""),
        acknowledged_version=case.standing.acknowledged or "",
        quiz_tried=case.tried(QUIZ),
        exercise_tried=case.tried(EXERCISE_STEP),
        misuse_done=done.misuse,
        misuse_tried=case.tried(MISUSE),
        last_step=case.last_step,
        renewing=case.renewing,
        lapsed=case.lapsed,
        certificate=_certificate(case),
    )


def _certificate(case: Case) -> int | None:
    """The number of the certificate that holds: the record of a trainer's sign-off."""
    by_trainer = case.standing.signed_off_by != DEMO
    return case.standing.record if by_trainer and valid(case.standing, case.now) else None


def _steps(names: set[str], standing: Standing) -> Steps:
    return Steps(
        modules=frozenset(name.removeprefix(MODULE) for name in names if name.startswith(MODULE)) & keys(),
        quiz=QUIZ in names,
        exercise=EXERCISE_STEP in names,
        misuse=MISUSE in names,
        acknowledged=standing.acknowledged,
    )
