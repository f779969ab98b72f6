"""How far a running search is (464.10(a)); nothing of what it finds is told."""

from __future__ import annotations

from workbench.wire.base import Message


class QueryProgress(Message):
    """Parts done of those known so far, and the seconds since it was asked; parts are of different sizes."""

    done: int
    of: int
    seconds: float
