"""Which purpose a process shows as its own (464.5(4)); a request always says what it rests on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workbench.wire.purpose import PurposeDeclared

Listener = Callable[[PurposeDeclared | None], None]


class PurposeHolder:
    """The purpose declared last, for display and as the default of a call; thread-safe.

    It grants nothing: the custodian looks the purpose up anew for each request.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: PurposeDeclared | None = None
        self._listeners: list[Listener] = []

    @property
    def current(self) -> PurposeDeclared | None:
        """The purpose declared last, or None; it may have ended meanwhile."""
        return self._current

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` after each change, in the thread that made it."""
        with self._lock:
            self._listeners.append(listener)

    def set(self, purpose: PurposeDeclared | None) -> None:
        """Show this purpose from now on; None: none."""
        with self._lock:
            changed, self._current = self._current != purpose, purpose
            listeners = tuple(self._listeners)
        if changed:
            for listener in listeners:
                listener(purpose)

    def replace(self, purpose_id: str, purpose: PurposeDeclared | None) -> None:
        """``set``, but only while ``purpose_id`` is the one shown: news of an older one changes nothing."""
        current = self._current
        if current is not None and current.purpose_id == purpose_id:
            self.set(purpose)


PROCESS = PurposeHolder()
"""The process's own, shared by the kernel and by every ``Client.from_environment()``."""
