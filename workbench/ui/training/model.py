"""A trainee's way through training without a widget (464.4.1): what is done, what is left, what was answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import traitlets as t

from workbench.ui.notice import Notice, notice
from workbench.ui.port import School
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded
from workbench.wire.misuse import MisuseResult
from workbench.wire.purpose import Me
from workbench.wire.training import ExerciseResult, Module, Progress, QuizResult
from workbench.wire.training_sessions import TrainingFile

STEPS = ("modules", "policy", "quiz", "exercise", "misuse", "sign-off")
NAMES = {
    "modules": "Modules", "policy": "Policy", "quiz": "Quiz", "exercise": "Exercise", "misuse": "Misuse",
    "sign-off": "Sign-off",
}  # fmt: skip


class TrainingModel(t.HasTraits):
    """One panel's state; what counts stands with the custodian, in ``progress``."""

    progress = t.Instance(Progress)
    step = t.Enum(STEPS, default_value=STEPS[0])
    place = t.Int(0)
    """Which module is open, from 0."""
    marked = t.Instance(QuizResult, allow_none=True)
    tried = t.Instance(ExerciseResult, allow_none=True)
    suspected: t.List[str] = t.List()
    """The keys of the rows that are marked as misuse."""
    judged = t.Instance(MisuseResult, allow_none=True)
    busy = t.Bool(False)
    status = t.Unicode()
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: School, me: Me) -> None:
        progress = client.training.progress()
        super().__init__(progress=progress)
        self.client = client
        self.me = me
        self.answers: dict[str, str] = {}
        self._work = Latest()
        self.step = self.due()
        self.place = self._unread()

    @t.observe("progress")
    def _carry_over(self, change: dict[str, Any]) -> None:
        """The next attempt has its choices under other keys; what was chosen stays chosen."""
        before = change["old"]
        if not isinstance(before, Progress):
            return
        words = {(q.key, choice.key): choice.text for q in before.quiz for choice in q.choices}
        self.answers = {
            question.key: choice.key
            for question in self.progress.quiz
            for choice in question.choices
            if choice.text == words.get((question.key, self.answers.get(question.key, "")))
        }

    def due(self) -> str:
        """The first step that is not done; of whoever is signed off a new version of the policy alone is asked."""
        if self.finished("sign-off"):
            return "sign-off" if self.progress.acknowledged else "policy"
        return next((step for step in STEPS if not self.finished(step)), STEPS[-1])

    def _unread(self) -> int:
        """The place of the next module that is not read yet, from the open one on; the open one when all are."""
        modules = self.progress.modules
        places = [*range(self.place, len(modules)), *range(self.place)]
        return next((place for place in places if not modules[place].completed), self.place)

    def finished(self, step: str) -> bool:
        """Whether a step is done."""
        progress = self.progress
        return {
            "modules": all(module.completed for module in progress.modules),
            "policy": progress.acknowledged,
            "quiz": progress.quiz_passed,
            "exercise": progress.exercise_done,
            "misuse": progress.misuse_done,
            "sign-off": bool(progress.signed_off_by) and not (progress.renewing or progress.lapsed),
        }[step]

    def module(self) -> Module | None:
        """The open module."""
        modules = self.progress.modules
        return modules[self.place] if 0 <= self.place < len(modules) else None

    def turn(self, by: int) -> None:
        """Open the module before or after this one."""
        self.place = min(max(self.place + by, 0), max(0, len(self.progress.modules) - 1))

    def look_up(self, section: str) -> None:
        """Open the module of a section."""
        places = (place for place, module in enumerate(self.progress.modules) if module.section == section)
        self.place, self.step = next(places, self.place), "modules"

    def go_on(self) -> None:
        """Open the step that is due, or the module that is."""
        self.step, self.status = self.due(), ""
        self.place = self._unread()

    def unanswered(self) -> list[int]:
        """The numbers of the questions without an answer, from 1."""
        return [n for n, question in enumerate(self.progress.quiz, 1) if question.key not in self.answers]

    async def read_module(self) -> None:
        """The open module was read; go on to the next one."""
        module = self.module()
        if module is None:
            return
        progress = await self._ask(lambda: self.client.training.done(module.key), "Noting it …")
        if progress is not None:
            self.progress = progress
            self.place = self._unread()
            read = sum(each.completed for each in progress.modules)
            self.status = f"Noted: {read} of {plural(len(progress.modules), 'module')} read."

    async def acknowledge(self) -> None:
        """The policy in this version was received and read."""
        version = self.progress.policy_version
        progress = await self._ask(lambda: self.client.training.acknowledge(version), "Noting it …")
        if progress is not None:
            self.progress = progress
            self.status = f"Policy version {version} is acknowledged."

    async def hand_in(self) -> None:
        """Have the quiz marked; nothing is sent while a question is open."""
        if missing := self.unanswered():
            numbers = ", ".join(str(number) for number in missing)
            self.marked = None
            self.trouble = Notice("error", f"Answer every question first; open: {numbers}.")
            return
        self.marked = await self._ask(partial(self.client.training.quiz, dict(self.answers)), "Marking …")
        if self.marked is not None:
            self.status = marks(self.marked)
            await self.refresh()

    async def answer(self, plate: str) -> None:
        """Say which plate the exercise's vehicle has."""
        if not plate.strip():
            self.trouble = Notice("error", "Type the plate that you found.")
            return
        self.tried = await self._ask(partial(self.client.training.exercise, plate.strip()), "Checking …")
        if self.tried is not None:
            self.status = self.tried.words
            await self.refresh()

    def suspect(self, key: str) -> None:
        """Mark a row of the extract as misuse, or take the mark away."""
        self.status, self.trouble = "", None
        others = [each for each in self.suspected if each != key]
        self.suspected = others if key in self.suspected else [*others, key]

    async def report(self) -> None:
        """Have the marks judged; the next attempt has another extract."""
        if not self.suspected:
            self.trouble = Notice("error", "Mark the rows that you take for misuse first.")
            return
        judged: MisuseResult | None = await self._ask(
            partial(self.client.training.misuse, list(self.suspected)), "Checking …"
        )
        if judged is not None:
            self.judged, self.status = judged, verdict_of(judged)
            await self.refresh()

    @t.observe("progress")
    def _another_extract(self, _change: object) -> None:
        keys = {row.key for row in self.progress.misuse}
        self.suspected = [key for key in self.suspected if key in keys]

    async def certificate(self) -> TrainingFile | None:
        """The certificate that holds."""
        number = self.progress.certificate
        if number is None:
            return None
        found: TrainingFile | None = await self._ask(partial(self.client.training.certificate, number), "Asking …")
        if found is not None:
            self.status = f"{found.name} is saved by your browser."
        return found

    async def refresh(self) -> None:
        """Ask again how far the trainee has come and what is granted, e.g. after the trainer's sign-off."""
        told = self.status
        found = await self._ask(lambda: (self.client.me(), self.client.training.progress()), told)
        if found is not None:
            self.me, self.progress = found
            self.status = told or standing(self.progress)

    async def _ask(self, call: Callable[[], Any], doing: str) -> Any:
        self.trouble, self.busy, self.status = None, True, doing
        try:
            return await self._work.run(call)
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self.trouble, self.status = notice(error), ""
            return None
        finally:
            self.busy = False


def marks(result: QuizResult) -> str:
    """What came of an attempt, in one sentence."""
    right = f"{result.right} of {result.total} right"
    return f"{right}: passed." if result.passed else f"{right}: not passed yet. The others are marked above."


def verdict_of(judged: MisuseResult) -> str:
    """What came of the marks, in a sentence."""
    told = f"You found {judged.found} of {judged.of} kinds of misuse, with {plural(judged.wrong, 'false alarm')}"
    return f"{told}: passed." if judged.passed else f"{told}: not passed yet. The next attempt has another extract."


def standing(progress: Progress) -> str:
    """Where the trainee stands, in one sentence."""
    if progress.signed_off_by and not (progress.renewing or progress.lapsed):
        if not progress.acknowledged:
            return f"Signed off by {progress.signed_off_by}; the policy has a new version, acknowledge it to go on."
        until = f" until {progress.trained_until:%Y-%m-%d}" if progress.trained_until else ""
        return f"Signed off by {progress.signed_off_by}: your training is valid{until}."
    ends = f" Your training ends on {progress.trained_until:%Y-%m-%d}." if progress.renewing else ""
    if progress.ready_for_sign_off:
        return f"Everything is done: waiting for your trainer's sign-off.{ends}"
    return f"{plural(len(progress.left), 'thing')} left before your trainer can sign you off.{ends}"
