"""How fast photographs are read, for whoever waits (464.9)."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from workbench.wire.photographs import BatchState, Progress

_SPAN = 60.0
"""Seconds over which the pace is measured."""


class Pace:
    """How many photographs of each batch were finished of late; threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._done: dict[str, deque[tuple[float, int]]] = {}

    def add(self, batch_id: str, photographs: int) -> None:
        """Some were finished just now."""
        with self._lock:
            self._done.setdefault(batch_id, deque(maxlen=1000)).append((self._clock(), photographs))

    def told(self, progress: Progress) -> Progress:
        """The same with photographs a second, and the seconds that the rest will take."""
        rate = self._rate(progress.batch_id)
        if progress.state is not BatchState.READING or rate is None:
            return progress
        return progress.model_copy(update={"rate": rate, "seconds_left": progress.waiting / rate})

    def _rate(self, batch_id: str) -> float | None:
        now = self._clock()
        with self._lock:
            late = [one for one in self._done.get(batch_id, ()) if now - one[0] <= _SPAN]
        if len(late) < 2 or late[-1][0] <= late[0][0]:
            return None
        return sum(number for _, number in late[1:]) / (late[-1][0] - late[0][0])
