"""What waits for the word of a second person, whatever its kind (464.8 to 464.11): listed and decided on one page."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.base import Message, Short, Text, Time

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=2000)]


class Kind(StrEnum):
    """What an entry is of."""

    RELEASE = "release"
    AGREEMENT = "agreement"
    PUBLICATION = "publication"
    BREACH = "breach"
    POLICY = "policy"
    GLASS = "glass"
    """A search that was made without the second person whom it takes; looked at afterwards."""


class State(StrEnum):
    """Where an entry stands."""

    OPEN = "open"
    """Under way: a breach until its closing is asked for."""
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    REFERRED = "referred"
    """Not ours to decide: Records does (464.11)."""
    DONE = "done"
    """A request under which nothing more is given out, an agreement that was ended, a breach that was closed."""


class Entered(Message):
    """What every entry tells of itself. ``record`` is that of its entry."""

    number: int
    state: State
    entered_by: Short
    entered_at: Time
    record: int
    decided_by: Short = ""
    decided_at: Time | None = None
    reason: Text = ""
    """Why it was refused, or what was said at its approval."""


class Matter(Message):
    """One entry that waits, as it is read before an answer and again beside the field for the password."""

    number: int
    kind: Kind
    title: Short
    details: dict[str, str]
    entered_by: Short
    entered_at: Time
    may_answer: bool
    why_not: str


class Decide(Message):
    """Yes, or no with a reason."""

    number: int = Field(ge=1)
    approved: bool
    reason: Text = ""
