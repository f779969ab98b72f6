"""The steps of the training (464.4.1, 464.12), each a box that stays and follows the model.

Each has one main button whose words and deed follow the state, so that somebody with a keyboard never loses it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import ipywidgets as w

from workbench.ui.field import Field
from workbench.ui.log.download import Download
from workbench.ui.parts import button, markup, row
from workbench.ui.training import pages
from workbench.ui.training.model import NAMES, STEPS, TrainingModel
from workbench.ui.work import spawn
from workbench.wire.training import Question


class Step(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """One step; ``told`` is where status and notices stand, beside the button that they answer."""

    key = ""

    def __init__(self, model: TrainingModel, told: w.Widget) -> None:
        self.model = model
        self.head = markup("")
        self.main = button("", self._main, main=True)
        self._deed: Callable[[], None] = model.go_on
        super().__init__()
        self.add_class("step")
        self.children = (self.head, *self.parts(), row(self.main, *self.beside()), told, *self.below())

    def parts(self) -> list[w.Widget]:
        """What stands between the head and the buttons."""
        return []

    def beside(self) -> list[w.Widget]:
        """What stands beside the main button."""
        return []

    def below(self) -> list[w.Widget]:
        """What stands under all that."""
        return []

    def follow(self) -> None:
        """Show the model's state."""
        raise NotImplementedError

    def offers(self, words: str, deed: Callable[[], None]) -> None:
        """The main button's words and deed."""
        self.main.description, self._deed = words, deed

    def offers_next(self) -> None:
        """The main button leads to the step that is due."""
        due = self.model.due()
        self.offers(f"Go on to step {STEPS.index(due) + 1}: {NAMES[due]}", self.model.go_on)

    def ask(self, call: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
        """A deed that asks the custodian, beside the screen."""

        def deed() -> None:
            spawn(call())

        return deed

    def _main(self) -> None:
        if not self.model.busy:
            self._deed()


class Modules(Step):
    """The modules, one open at a time."""

    key = "modules"

    def parts(self) -> list[w.Widget]:
        self.text = markup("")
        return [self.text]

    def beside(self) -> list[w.Widget]:
        self.before = button("Previous", partial(self.model.turn, -1))
        self.after = button("Next", partial(self.model.turn, 1))
        return [self.before, self.after]

    def follow(self) -> None:
        model = self.model
        self.head.value, self.text.value = pages.module_head(model), pages.module_text(model)
        self.before.disabled = model.place == 0
        self.after.disabled = model.place >= len(model.progress.modules) - 1
        module = model.module()
        if module is not None and not module.completed:
            self.offers("I have read this", self.ask(model.read_module))
        elif model.finished(self.key):
            self.offers_next()
        else:
            self.offers("Go on to the next unread module", model.go_on)


class Policy(Step):
    """The policy, and its acknowledgement."""

    key = "policy"

    def parts(self) -> list[w.Widget]:
        return [markup(pages.policy_text(self.model.progress))]

    def follow(self) -> None:
        model = self.model
        self.head.value = pages.policy_head(model.progress)
        if model.progress.acknowledged:
            self.offers_next()
        else:
            words = f"I received and read version {model.progress.policy_version}"
            self.offers(words, self.ask(model.acknowledge))


class Quiz(Step):
    """The questions; each says after marking whether it was right, and where to read again."""

    key = "quiz"

    def parts(self) -> list[w.Widget]:
        self.questions = [
            QuestionBox(self.model, number, question) for number, question in enumerate(self.model.progress.quiz, 1)
        ]
        return list(self.questions)

    def follow(self) -> None:
        self.head.value = pages.quiz_head(self.model)
        for box, question in zip(self.questions, self.model.progress.quiz, strict=True):
            box.ask(question)
            box.follow()
        if self.model.progress.quiz_passed:
            self.offers_next()
        else:
            self.offers("Hand in", self.ask(self.model.hand_in))


class QuestionBox(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """One question with its choices; what is chosen goes into the model."""

    def __init__(self, model: TrainingModel, number: int, question: Question) -> None:
        self._model, self._number, self._question = model, number, question
        self.choices = w.RadioButtons(
            description=self._words(),
            options=_options(question),
            value=model.answers.get(question.key),
        )
        self.choices.observe(self._chosen, "value")
        self._verdict = markup("")
        self._again = button("Read that module again", partial(model.look_up, question.section))
        self._line = row(self._verdict, self._again)
        super().__init__([self.choices, self._line])
        self.add_class("alpr-question")

    def ask(self, question: Question) -> None:
        """The question that stands here at another attempt."""
        if question == self._question:
            return
        self._question = question
        self.choices.unobserve(self._chosen, "value")
        self.choices.description = self._words()
        self.choices.options = _options(question)
        self.choices.value = self._model.answers.get(question.key)
        self.choices.observe(self._chosen, "value")

    def _words(self) -> str:
        return f"{self._number}. {self._question.text}"

    def _chosen(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self._model.answers[self._question.key] = change["new"]

    def follow(self) -> None:
        """Show whether the answer was right, once the quiz was marked."""
        marked = self._model.marked
        self._verdict.value = pages.verdict(self._question.section, marked)
        wrong = marked is not None and self._question.section in marked.read_again
        self._again.layout.display = "" if wrong else "none"
        self._line.layout.display = "none" if marked is None else ""


def _options(question: Question) -> list[tuple[str, str]]:
    return [(choice.text, choice.key) for choice in question.choices]


class Exercise(Step):
    """The task, the answer, and under them a search of the training store, made when it is first needed."""

    key = "exercise"

    def __init__(self, model: TrainingModel, told: w.Widget, search: Callable[[], w.Widget]) -> None:
        self._search = search
        super().__init__(model, told)

    def parts(self) -> list[w.Widget]:
        self.plate = Field("The plate that you found", self._check, width="240px")
        return [self.plate]

    def below(self) -> list[w.Widget]:
        self._place = w.VBox()
        return [self._place]

    def _check(self) -> None:
        spawn(self.model.answer(self.plate.value))

    def follow(self) -> None:
        self.head.value = pages.exercise(self.model)
        if self.model.progress.exercise_done:
            self.offers_next()
        else:
            self.offers("Check", self._check)
        if self.model.step == self.key and not self._place.children:
            self._place.children = (self._search(),)


class SignOff(Step):
    """What the trainer's sign-off waits for, and what comes after it."""

    key = "sign-off"

    def beside(self) -> list[w.Widget]:
        self._again = button("Look again", self.ask(self.model.refresh))
        self._save = button("Save my certificate (PDF)", self.ask(self._saved))
        return [self._again, self._save]

    def below(self) -> list[w.Widget]:
        self.download = Download()
        return [self.download]

    async def _saved(self) -> None:
        if (file := await self.model.certificate()) is not None:
            self.download.hand_over(file.name, file.content, file.media_type)

    def follow(self) -> None:
        model = self.model
        self.head.value = pages.sign_off(model)
        finished = model.due() == self.key
        self.main.layout.display = "none" if finished else ""
        self._save.layout.display = "" if model.progress.certificate is not None else "none"
        self._again.button_style = "primary" if finished else ""
        self.offers_next()
