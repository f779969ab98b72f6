"""Questions that only a signed-in page may answer: confirm, approve, sign off."""

from __future__ import annotations

from workbench.wire.base import Message, Short, Text, Time
from workbench.wire.docket import Reason


class Pending(Message):
    """One open question. ``needs`` is ``own`` (confirm your own request) or ``second-person``.

    ``title`` and ``details`` are what is read before an answer, and again beside the field for the password.
    """

    assent: str
    needs: str
    asked_by: str
    asked_at: Time
    expires_at: Time
    title: str
    details: dict[str, str]
    may_answer: bool
    why_not: str
    may_break: bool
    """Whether the asker may go on alone where nobody who may approve can be reached."""


class BreakGlass(Message):
    """Going on alone, and why nobody could be asked."""

    assent: Short
    why: Reason


class Answer(Message):
    """Yes or no, with a note that the record keeps."""

    assent: Short
    granted: bool
    note: Text = ""
