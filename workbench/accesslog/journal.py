"""The writer of the access log (464.5): an append returns only when its record is on disk.

Callers on many threads wait while one thread commits what has gathered, so that a flush is shared.
There is no way to switch the waiting off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple

from workbench.accesslog.database import or_unavailable, unavailable
from workbench.accesslog.keyring import Keyring, Span
from workbench.accesslog.leaf import demand_room
from workbench.accesslog.ledger import End, Entry, Ledger
from workbench.accesslog.mentions import Mention
from workbench.accesslog.purges import Begun
from workbench.accesslog.recent import Recent
from workbench.accesslog.record import Kind, Record, canonical, unwritable
from workbench.errors import BadInput, LogUnavailable

MOST_AT_ONCE = 256
"""Records that share one flush at most."""

LARGEST_BODY = 64 * 2**20
"""Bytes of one record's canonical form; a result that names a million reads stays under it."""

_SURELY_ROOM = 3_500
"""Bytes of a body whose leaf can't be too long: a member takes six bytes at least, and its commitment a hundred."""

NO_MENTION = Mention()


def utcnow() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


class _Waiting(NamedTuple):
    entry: Entry
    answer: Future[Record]


class _Shredding(NamedTuple):
    spans: Sequence[Span]
    answer: Future[None]


class Journal:
    """The one open writer of a log. Threads share it freely."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._queue: SimpleQueue[_Waiting | _Shredding | None] = SimpleQueue()
        self._door = Lock()
        self._closed = False
        self._writer = Thread(target=self._write, name="access-log", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, url: str, keys: Keyring, *, now: Callable[[], datetime] = utcnow) -> Journal:
        """Open or create a log at ``sqlite:///path`` or ``postgresql+psycopg://...``.

        Raises ``LogUnavailable`` when it can't be opened, is not whole, or another process writes it.
        """
        with or_unavailable("opened"):
            return cls(Ledger(url, keys, now))

    def append(
        self, kind: Kind, user: str, action: str, body: Mapping[str, Any], mention: Mention = NO_MENTION
    ) -> Record:
        """Put one record on disk and return it; its body gets ``kind``, ``user``, ``action`` and ``time``.

        ``mention`` is what it says of plates, for the look-up index. Raises ``LogUnavailable`` when it may not be
        durable: whoever asked must then release nothing. ``BadInput`` when the words can't be written at all (a half
        character, a number that isn't one).
        """
        entry = Entry(kind, _word("user", user), _word("action", action), _writable(body), mention)
        waiting = _Waiting(entry, Future())
        self._enter(waiting)
        return waiting.answer.result()

    def shred(self, spans: Sequence[Span]) -> None:
        """Take the details of these records away for good, between two appends; ``LogUnavailable`` when it fails."""
        shredding = _Shredding(spans, Future())
        self._enter(shredding)
        shredding.answer.result()

    def keep_purge(self, begun: Begun) -> None:
        """Keep beside the keys that reads are purged; on disk when this returns, or ``LogUnavailable``."""
        with or_unavailable("written"):
            self._ledger.keep_purge(begun)

    def size(self) -> int:
        """How many records stand; their indexes are 0 to size - 1."""
        return self._ledger.end.index

    def waiting(self) -> int:
        """How many appends wait for their turn, as far as it can be told."""
        return self._queue.qsize()

    @property
    def end(self) -> End:
        """Where the log ends: size, last time and root, of one moment."""
        return self._ledger.end

    @property
    def recent(self) -> Recent:
        """What was written last."""
        return self._ledger.recent

    def close(self) -> None:
        """Write what is waiting, then stop; appends after that raise ``LogUnavailable``."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._writer.join()
        self._ledger.close()

    def _enter(self, waiting: _Waiting | _Shredding) -> None:
        with self._door:
            if self._closed:
                raise unavailable("written", RuntimeError("closed"))
            self._queue.put(waiting)

    def _write(self) -> None:
        while True:
            batch, shredding, last = self._gathered()
            if batch:
                self._commit(batch)
            if shredding:
                self._shred(shredding)
            if last:
                return

    def _gathered(self) -> tuple[list[_Waiting], _Shredding | None, bool]:
        """Wait for one entry and take those that came meanwhile; a shredding ends a batch, and so does the close."""
        batch: list[_Waiting] = []
        try:
            while len(batch) < MOST_AT_ONCE:
                waiting = self._queue.get(block=not batch)
                if waiting is None:
                    return batch, None, True
                if isinstance(waiting, _Shredding):
                    return batch, waiting, False
                batch.append(waiting)
        except Empty:
            pass
        return batch, None, False

    def _shred(self, shredding: _Shredding) -> None:
        try:
            self._ledger.shred(shredding.spans)
        except BaseException as problem:  # noqa: BLE001 - whoever waits must hear of it
            shredding.answer.set_exception(_told(problem))
        else:
            shredding.answer.set_result(None)

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            made = self._ledger.write([waiting.entry for waiting in batch])
        except BaseException as problem:  # noqa: BLE001 - whatever went wrong, each who waits must hear of it
            for waiting in batch:
                waiting.answer.set_exception(_told(problem))
            return
        for waiting, record in zip(batch, made, strict=True):
            waiting.answer.set_result(record)


def _told(problem: BaseException) -> LogUnavailable:
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
    if size > _SURELY_ROOM:
        demand_room(body)
    return body
