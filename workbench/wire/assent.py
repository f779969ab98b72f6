"""Questions that only a signed-in page may answer: confirm, approve, sign off."""

from __future__ import annotations

from typing import Any

from workbench.wire.base import Message, Short, Text, Time


class Pending(Message):
    """One open question. ``needs`` is ``own`` (confirm your own request) or ``second-person``."""

    assent: str
    needs: str
    asked_by: str
    asked_at: Time
    expires_at: Time
    summary: dict[str, Any]
    may_answer: bool
    why_not: str


class Answer(Message):
    """Yes or no, with a note that the record keeps."""

    assent: Short
    granted: bool
    note: Text = ""
