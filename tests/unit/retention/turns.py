"""A turn that tells when somebody comes for it while it is taken, so that a test waits for just that."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import Event, Lock


class WatchedTurn(AbstractContextManager[object]):
    """As the turn of the register of holds; ``waited_for`` is set once somebody has to wait."""

    def __init__(self) -> None:
        self._lock, self.waited_for = Lock(), Event()

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self.waited_for.set()
            self._lock.acquire()

    def __exit__(self, *_problem: object) -> None:
        self._lock.release()
