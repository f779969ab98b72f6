"""The exercise on an invented extract of an access log (464.6, 464.12): rows, marks, and what came of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbench.wire.base import Context, Message, Short

MOST_ROWS = 100


class MisuseRow(Message):
    """One invented row; ``time`` is a day of the week and an hour. Whether it is misuse stays with the custodian."""

    key: str
    number: int
    time: str
    person: str
    address: str
    asked: str
    case: str
    reason: str
    outcome: str


class MisuseMarks(Message):
    """The rows that the trainee takes for misuse, by their keys."""

    rows: Annotated[list[Short], Field(max_length=MOST_ROWS)]
    context: Context = Context()


class ExplainedMisuse(Message):
    """One kind of misuse, told once the exercise is passed; ``rows`` by their numbers."""

    rows: list[int]
    section: str
    words: str


class MisuseResult(Message):
    """How many kinds were found of those that are there, and how many rows were marked that are in order."""

    passed: bool
    found: int
    of: int
    wrong: int
    read_again: list[str]
    explained: list[ExplainedMisuse]
