"""Searches that run at this moment (464.10(a)): how far each is, for its asker alone, who may call it off.

In memory and bounded; a search without an id of its asker's is not kept here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from workbench.errors import BadInput, NotFound
from workbench.store.sightings import Work
from workbench.wire.queries import QueryProgress

MOST = 1_000
"""Searches under way of all people together."""
EACH = 8
"""Searches under way of one person."""


@dataclass(frozen=True, slots=True)
class _Running:
    since: float
    work: Work = field(default_factory=Work)


class Queries:
    """By person and id: nobody learns of another's searches, or ends them. Threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], _Running] = {}

    @contextmanager
    def running(self, username: str, query_id: str) -> Iterator[Work]:
        """Keep a search while the block runs; raises ``BadInput`` when the id is in use or too many run already."""
        if not query_id:
            yield Work()
            return
        key = (username, query_id)
        with self._lock:
            self._check(key)
            running = self._running[key] = _Running(self._clock())
        try:
            yield running.work
        finally:
            with self._lock:
                del self._running[key]

    def count(self) -> int:
        """How many searches of all people are under way."""
        with self._lock:
            return len(self._running)

    def progress(self, username: str, query_id: str) -> QueryProgress:
        """How far one's own search is; ``NotFound`` when none of this id runs."""
        running = self._get(username, query_id)
        done, expected = running.work.progress
        return QueryProgress(done=done, of=expected, seconds=self._clock() - running.since)

    def cancel(self, username: str, query_id: str) -> None:
        """Call one's own search off; ``NotFound`` when none of this id runs."""
        self._get(username, query_id).work.cancel()

    def cancel_all(self, username: str) -> None:
        """Call off whatever runs for somebody whose session ended (464.5.2)."""
        with self._lock:
            running = [each for (asker, _), each in self._running.items() if asker == username]
        for each in running:
            each.work.cancel()

    def _get(self, username: str, query_id: str) -> _Running:
        with self._lock:
            running = self._running.get((username, query_id))
        if running is None:
            raise NotFound("No search of yours runs under this id.", how="It may have ended already.")
        return running

    def _check(self, key: tuple[str, str]) -> None:
        if key in self._running:
            raise BadInput("A search of yours runs under this id.", where="query_id", how="Make an id for each search.")
        own = sum(username == key[0] for username, _ in self._running)
        if own >= EACH or len(self._running) >= MOST:
            whose = f"{own} of your searches run" if own >= EACH else "Too many searches run"
            raise BadInput(f"{whose} already.", where="query_id", how="Wait for one to end, or call one off.")
