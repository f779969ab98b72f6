"""What the Hub shows beside the field for the password (464.5.1, 464.10(b)): one thing, in the words of its record."""

from __future__ import annotations

from pydantic import Field

from workbench.wire.base import Message, Short


class StepUp(Message):
    """Something that waits for the password of ``user``; ``details`` are shown a line each."""

    step_up: Short
    user: Short
    title: Short
    details: dict[str, str] = Field(default_factory=dict)


class StepUpTyped(Message):
    """The Hub's word that this person's password, and code where enrolled, were right."""

    user: Short
    address: Short = ""
