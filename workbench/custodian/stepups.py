"""Step-up (464.5.1, 464.10(b)): what widens access counts once the person's password was typed for exactly that.

A script in a person's own pages has that person's cookies, so a signed-in page alone shows nothing. The Hub asks for
the password on its own page, beside what it is for; this process never sees it, and neither does the edge. What was
confirmed is what is done: person, path, body and the words that were shown are bound together, and hold once.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from workbench.errors import NotFound

VALID = timedelta(minutes=5)
"""How long the question stands, and then how long the answer does."""
OPEN = 20
"""Questions that one person may have open; the oldest gives way, so that nobody fills the memory."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is confirmed, as it is shown: a title, and a line for each thing that should be looked at."""

    title: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under way. ``record`` is that of the confirmation, None before it."""

    step_up: str
    user: str
    bound: str
    question: Question
    until: datetime
    record: int | None = None


class StepUps:
    """Questions under way, in memory: a restart forgets them, and whoever asked is asked again."""

    def __init__(self) -> None:
        self._asked: dict[str, Asked] = {}
        self._lock = threading.Lock()

    def ask(self, user: str, bound: str, question: Question, now: datetime) -> str:
        """Open a question; returns its id."""
        with self._lock:
            self._asked = {key: row for key, row in self._asked.items() if now < row.until}
            own = [key for key, row in self._asked.items() if row.user == user]
            for key in own[: max(0, len(own) - OPEN + 1)]:
                del self._asked[key]
            step_up = secrets.token_urlsafe(24)
            self._asked[step_up] = Asked(step_up, user, bound, question, now + VALID)
        return step_up

    def get(self, step_up: str, now: datetime) -> Asked:
        """The question; ``NotFound`` once it expired or was confirmed."""
        with self._lock:
            row = self._asked.get(step_up)
        if row is None or row.record is not None or row.until <= now:
            raise NotFound("This was confirmed already, or is older than five minutes.", how="Do it again.")
        return row

    def confirm(self, row: Asked, record: int, now: datetime) -> None:
        """The password was right, and that is on record."""
        with self._lock:
            self._asked[row.step_up] = replace(row, record=record, until=now + VALID)

    def take(self, step_up: str, user: str, bound: str, now: datetime) -> int | None:
        """The record of the confirmation of exactly this by this person, once; None when there is none."""
        with self._lock:
            row = self._asked.get(step_up)
            if row is None or row.record is None or row.until <= now or (row.user, row.bound) != (user, bound):
                return None
            del self._asked[step_up]
            return row.record
