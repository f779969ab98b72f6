"""A bell that threads ring and others wait for, so that nobody has to ask every second (464.7(g))."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Bell:
    """Calls whoever listens, from the thread that rings; a listener must not wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], object]] = []

    def ring(self) -> None:
        """Tell everybody who listens."""
        with self._lock:
            listeners = tuple(self._listeners)
        for call in listeners:
            call()

    @contextmanager
    def heard(self, call: Callable[[], object]) -> Iterator[None]:
        """Call at each ring, for the time of a block."""
        with self._lock:
            self._listeners.append(call)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(call)
