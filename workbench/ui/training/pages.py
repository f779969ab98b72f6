"""What each step of the training shows; every text of the custodian's is escaped."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.ui.parts import markup
from workbench.ui.training.model import TrainingModel, standing
from workbench.ui.words import escape, plural
from workbench.wire.training import Progress, Question


def module(model: TrainingModel) -> w.HTML:
    """The open module."""
    shown, modules = model.module(), model.progress.modules
    if shown is None:
        return markup("<p>There are no modules.</p>")
    read = sum(each.completed for each in modules)
    mark = '<span class="done">✓ read</span>' if shown.completed else '<span class="open">not read yet</span>'
    return markup(
        f"<p>Module {model.place + 1} of {len(modules)} ({read} read), policy section {escape(shown.section)}, "
        f'{mark}</p><h3>{escape(shown.title)}</h3><div class="prose">{escape(shown.text)}</div>'
    )


def policy(progress: Progress) -> w.HTML:
    """The policy's text in the version in force."""
    mark = (
        '<span class="done">✓ acknowledged</span>'
        if progress.acknowledged
        else '<span class="open">not acknowledged yet</span>'
    )
    return markup(
        f"<h3>Policy, version {escape(progress.policy_version)}</h3><p>{mark}. Read it to the end; your "
        "acknowledgement of this version is kept in the access log.</p>"
        f'<div class="policy prose" tabindex="0" role="region" aria-label="Policy text">'
        f"{escape_long(progress.policy_text)}</div>"
    )


def escape_long(text: str) -> str:
    """A long text, whole; ``escape`` would cut it."""
    size = 4000
    return "".join(escape(text[at : at + size]) for at in range(0, len(text), size))


def quiz_head(model: TrainingModel) -> w.HTML:
    """How the quiz stands."""
    parts = ["<h3>Quiz</h3>"]
    if model.progress.quiz_passed:
        parts.append('<p class="done">✓ Passed.</p>')
    if model.marked is not None:
        words = "passed" if model.marked.passed else "not passed yet"
        parts.append(f"<p><b>{model.marked.right} of {model.marked.total} right: {words}.</b></p>")
        if model.marked.read_again:
            sections = escape(", ".join(model.marked.read_again))
            parts.append(f"<p>Read again: section {sections}. Then change those answers and hand in anew.</p>")
    return markup("".join(parts))


def questions(model: TrainingModel) -> list[w.Widget]:
    """The questions with their choices; what is chosen goes into the model."""
    return [_question(model, number, each) for number, each in enumerate(model.progress.quiz, 1)]


def _question(model: TrainingModel, number: int, question: Question) -> w.Widget:
    choices = w.RadioButtons(
        description=f"{number}. {question.text}",
        options=[(choice.text, choice.key) for choice in question.choices],
        value=model.answers.get(question.key),
    )

    def chosen(change: dict[str, Any]) -> None:
        if change["new"] is not None:
            model.answers[question.key] = change["new"]

    choices.observe(chosen, "value")
    return choices


def exercise(model: TrainingModel) -> w.HTML:
    """The task, and what came of the last answer."""
    parts = [f'<h3>Exercise</h3><div class="prose">{escape(model.progress.exercise)}</div>']
    if model.progress.exercise_done:
        parts.append('<p class="done">✓ Done.</p>')
    if model.tried is not None:
        look = "done" if model.tried.right else "open"
        parts.append(f'<p class="{look}">{escape(model.tried.words)}</p>')
    parts.append("<p>Search below; the answer counts once you found the vehicle by a search of your own.</p>")
    return markup("".join(parts))


def sign_off(model: TrainingModel) -> w.HTML:
    """What is left, or that the trainer is waited for."""
    progress = model.progress
    left = "".join(f"<li>{escape(each)}</li>" for each in progress.left)
    todo = f'<p>{plural(len(progress.left), "thing")} left:</p><ul class="left">{left}</ul>' if left else ""
    look = "done" if progress.signed_off_by or progress.ready_for_sign_off else "open"
    live = (
        "<p>Close this session and start it again, or declare a new purpose, to search the agency's reads.</p>"
        if progress.signed_off_by
        else ""
    )
    return markup(f'<h3>Sign-off</h3><p class="{look}">{escape(standing(progress))}</p>{todo}{live}')
