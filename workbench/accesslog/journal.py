"""The writer of the access log (464.5): an append returns only when its record is on disk.

Callers on many threads wait while one thread commits what has gathered, so that a flush is shared.
There is no way to switch the waiting off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple

from workbench.accesslog.database import or_unavailable, unavailable
from workbench.accesslog.ledger import Entry, Ledger
from workbench.accesslog.record import Kind, Record, canonical, unwritable
from workbench.errors import BadInput, LogUnavailable

MOST_AT_ONCE = 256
"""Records that share one flush at most."""

LARGEST_BODY = 64 * 2**20
"""Bytes of one record's canonical form; a result that names a million reads stays under it."""


def utcnow() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


class _Waiting(NamedTuple):
    entry: Entry
    answer: Future[Record]


class Journal:
    """The one open writer of a log. Threads share it freely."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._door = Lock()
        self._closed = False
        self._writer = Thread(target=self._write, name="access-log", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, url: str, *, now: Callable[[], datetime] = utcnow) -> Journal:
        """Open or create a log at ``sqlite:///path`` or ``postgresql+psycopg://...``.

        Raises ``LogUnavailable`` when it can't be opened, has a gap, or another process writes it.
        """
        with or_unavailable("opened"):
            return cls(Ledger(url, now))

    def append(self, kind: Kind, user: str, action: str, body: Mapping[str, Any]) -> Record:
        """Put one record on disk and return it; its body gets ``kind``, ``user``, ``action`` and ``time``.

        Raises ``LogUnavailable`` when it may not be durable: whoever asked must then release nothing.
        ``BadInput`` when the words can't be written at all (a half character, a number that isn't one).
        """
        entry = Entry(kind, _word("user", user), _word("action", action), _writable(body))
        waiting = _Waiting(entry, Future())
        with self._door:
            if self._closed:
                raise unavailable("written", RuntimeError("closed"))
            self._queue.put(waiting)
        return waiting.answer.result()

    def size(self) -> int:
        """How many records stand; their indexes are 0 to size - 1."""
        return self._ledger.size

    def close(self) -> None:
        """Write what is waiting, then stop; appends after that raise ``LogUnavailable``."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._writer.join()
        self._ledger.close()

    def _write(self) -> None:
        while batch := self._gathered():
            self._commit(batch)

    def _gathered(self) -> list[_Waiting]:
        """Wait for one entry and take those that came meanwhile; empty when the journal is closed."""
        batch: list[_Waiting] = []
        try:
            while len(batch) < MOST_AT_ONCE:
                waiting = self._queue.get(block=not batch)
                if waiting is None:
                    self._queue.put(None)
                    break
                batch.append(waiting)
        except Empty:
            pass
        return batch

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            made = self._ledger.write([waiting.entry for waiting in batch])
        except Exception as problem:  # noqa: BLE001 - whatever went wrong, each who waits must hear of it
            for waiting in batch:
                waiting.answer.set_exception(_told(problem))
            return
        for waiting, record in zip(batch, made, strict=True):
            waiting.answer.set_result(record)


def _told(problem: Exception) -> LogUnavailable:
    """An error of its own for each waiter: they raise it on threads of their own."""
    if isinstance(problem, LogUnavailable):
        return LogUnavailable(problem.message, how=problem.how, section=problem.section, diagnostic=problem.diagnostic)
    return unavailable("written", problem)


def _word(name: str, text: str) -> str:
    if len(text) > 200 or any(ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise BadInput(
            f"This {name} can't be written into the access log.",
            where=name,
            how="Use up to 200 characters, none of them a control character.",
            section="464.5",
        )
    return text


def _writable(body: Mapping[str, Any]) -> Mapping[str, Any]:
    if (size := len(canonical(body))) > LARGEST_BODY:
        raise unwritable(f"{size} bytes")
    return body
