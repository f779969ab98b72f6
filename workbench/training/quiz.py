"""The quiz (464.12): at each attempt a person sees the questions and their choices in another order, under other keys.

Order and keys come from the installation's secret, so what is handed in can't be worked out beforehand. The words
are no secret (see ``secret``): the quiz shows that somebody read, and the trainer judges whether it was understood.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.errors import BadInput
from workbench.training.secret import Secret
from workbench.wire.training import Choice, Question, QuizResult

ACTION = "training.quiz"
"""What an attempt is called in the access log."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question; ``choices`` begins with the right one, and travels only shuffled."""

    key: str
    section: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person is given at one attempt, counted from 0."""

    secret: Secret
    username: str
    attempt: int

    def key(self, item: Item, choice: str) -> str:
        """Under which key a choice travels."""
        return self.secret.derive("quiz", self.username, str(self.attempt), item.key, choice).hex()[:12]

    def place(self, item: Item) -> bytes:
        """Where a question stands among the others: by this, the least first."""
        return self.secret.derive("quiz-order", self.username, str(self.attempt), item.key)


@cache
def items() -> tuple[Item, ...]:
    """All questions in their order."""
    text = (files("workbench.training") / "data" / "quiz.toml").read_text("utf-8")
    return tuple(
        Item(entry["key"], entry["section"], entry["text"], tuple(entry["choices"]))
        for entry in tomllib.loads(text)["question"]
    )


def questions(sheet: Sheet) -> list[Question]:
    """What is shown, in the sheet's order; nothing in it tells which choice is right."""
    return [
        Question(key=item.key, text=item.text, section=item.section, choices=_choices(sheet, item))
        for item in sorted(items(), key=sheet.place)
    ]


def right_answers(sheet: Sheet) -> dict[str, str]:
    """The key of the right choice for each question; nobody makes it without the secret."""
    return {item.key: sheet.key(item, item.choices[0]) for item in items()}


def mark(sheet: Sheet, answers: Mapping[str, str]) -> QuizResult:
    """Mark the answers: passed when every one is right, and an open one is not.

    ``BadInput`` names a question or a choice that isn't on this sheet, such as one of an attempt before.
    """
    shown = {question.key: {choice.key for choice in question.choices} for question in questions(sheet)}
    for question, choice in answers.items():
        if choice not in shown.get(question, set()):
            raise BadInput(
                f"'{question}' has no such choice in your quiz as it stands now.",
                where=question,
                how="Open the quiz again.",
                section="464.12",
            )
    right = right_answers(sheet)
    wrong = [item.section for item in items() if answers.get(item.key) != right[item.key]]
    return QuizResult(
        passed=not wrong, right=len(right) - len(wrong), total=len(right), read_again=list(dict.fromkeys(wrong))
    )


def _choices(sheet: Sheet, item: Item) -> list[Choice]:
    choices = [Choice(key=sheet.key(item, text), text=text) for text in item.choices]
    return sorted(choices, key=lambda choice: choice.key)
