"""A security or data breach (464.10): its report, what the log says was exposed, notices, and its closing."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from workbench.wire.base import Message, Short, Text, Time
from workbench.wire.docket import Entered, Reason
from workbench.wire.sharing import Name


class NewBreach(Message):
    """What somebody noticed, and on which day."""

    what: Reason
    noticed_on: date


class AskScope(Message):
    """Which records are looked through: of a period (UTC), of one person or device, or of everybody."""

    number: int = Field(ge=1)
    begins: Time
    ends: Time
    user: Short = ""
    """A user name, or ``device:NAME``; empty for everybody."""

    @model_validator(mode="after")
    def _has_a_length(self) -> AskScope:
        if self.ends <= self.begins:
            raise ValueError("the end must come after the beginning")
        return self


class Exposed(Message):
    """What one person or device was shown, took out or handed in within a scope, by what the log says was released.

    ``reads`` counts each read once; ``records`` are the first and the last of the person's in the access log.
    """

    user: Short
    searches: int
    reads: int
    files: list[Short]
    looks_at_log: int
    batches: int
    sign_ins: int
    refused: int
    addresses: list[Short]
    records: tuple[int, int]
    first: Time
    last: Time


class Scope(Message):
    """What the log says of a scope; ``reads`` counts each read once whoever saw it."""

    begins: Time
    ends: Time
    user: Short
    people: list[Exposed]
    reads: int
    looked_through: int
    by: Short
    at: Time
    record: int


class NewNotice(Message):
    """Somebody was told: whom, on which day, by what way, in which words."""

    number: int = Field(ge=1)
    to: Name
    on: date
    way: Name
    words: Reason


class Notice(Message):
    """A notice as it is kept on file."""

    to: Short
    on: date
    way: Short
    words: Text
    by: Short
    at: Time
    record: int


class CloseBreach(Message):
    """What was found and done; another administrator closes it."""

    number: int = Field(ge=1)
    outcome: Reason


class Breach(Entered):
    """A breach with everything that was done about it, the oldest first."""

    reported: NewBreach
    scopes: list[Scope] = []
    notices: list[Notice] = []
    outcome: Text = ""
    """What its closing says, once that was asked for."""


class Breaches(Message):
    """All of them, newest first."""

    breaches: list[Breach]
    record: int
