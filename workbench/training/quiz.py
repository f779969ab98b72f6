"""The quiz (464.12): each person sees the choices in an order, and under keys, of his or her own."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.errors import BadInput
from workbench.wire.training import Choice, Question, QuizResult


@dataclass(frozen=True, slots=True)
class Item:
    """One question; ``choices`` begins with the right one, and travels only shuffled."""

    key: str
    section: str
    text: str
    choices: tuple[str, ...]


@cache
def items() -> tuple[Item, ...]:
    """All questions in their order."""
    text = (files("workbench.training") / "data" / "quiz.toml").read_text("utf-8")
    return tuple(
        Item(entry["key"], entry["section"], entry["text"], tuple(entry["choices"]))
        for entry in tomllib.loads(text)["question"]
    )


def questions(username: str) -> list[Question]:
    """What this person is shown; nothing in it tells which choice is right."""
    return [
        Question(key=item.key, text=item.text, section=item.section, choices=_choices(username, item))
        for item in items()
    ]


def right_answers(username: str) -> dict[str, str]:
    """The key of the right choice for each question; stays with the custodian."""
    return {item.key: _key(username, item, item.choices[0]) for item in items()}


def mark(username: str, answers: Mapping[str, str]) -> QuizResult:
    """Mark a person's answers: passed when every one is right, and an open one is not.

    ``BadInput`` names a question or a choice that isn't in this person's quiz.
    """
    shown = {question.key: {choice.key for choice in question.choices} for question in questions(username)}
    for question, choice in answers.items():
        if choice not in shown.get(question, set()):
            raise BadInput(
                f"'{question}' has no such choice in your quiz.",
                where=question,
                how="Open the quiz again.",
                section="464.12",
            )
    right = right_answers(username)
    wrong = [item.section for item in items() if answers.get(item.key) != right[item.key]]
    return QuizResult(
        passed=not wrong, right=len(right) - len(wrong), total=len(right), read_again=list(dict.fromkeys(wrong))
    )


def _choices(username: str, item: Item) -> list[Choice]:
    choices = [Choice(key=_key(username, item, text), text=text) for text in item.choices]
    return sorted(choices, key=lambda choice: choice.key)


def _key(username: str, item: Item, choice: str) -> str:
    return hashlib.sha256(f"{username}\n{item.key}\n{choice}".encode()).hexdigest()[:12]
