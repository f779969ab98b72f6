"""The children of the reader (464.10(a)): one a core at most, each for one picture at a time, replaced when it dies."""

from __future__ import annotations

import logging
import os
import select
import subprocess
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from workbench.reader import child
from workbench.wire.look import Look, Looked, exactly, packed, unpacked

SECONDS = 120.0
"""A picture, or the next frame of a video, must be read within this."""
IDLE = 60.0
"""Seconds after which a child that has nothing to do ends, so that its memory is free."""
_ENV = ("PATH", "LANG", "LC_ALL", "TZ", "ALPR_MODELS", "ALPR_INSTANCE", "OMP_NUM_THREADS")
_log = logging.getLogger(__name__)

Told = tuple[Looked, list[bytes]]


class Child:
    """One process; not for two threads at once."""

    def __init__(self, command: list[str]) -> None:
        kept = {name: os.environ[name] for name in _ENV if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=kept, cwd="/", bufsize=0
        )
        self.since = time.monotonic()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def look(self, asked: Look, octets: bytes, alive: Callable[[], None], seconds: float) -> Told:
        """Let it look; raises ``EOFError`` or ``OSError`` when it died, ``TimeoutError`` when it takes too long."""
        assert self._process.stdin is not None  # noqa: S101 - it was opened so
        for part in packed(asked, [octets]):
            self._process.stdin.write(part)
        while (found := unpacked(Looked, lambda size: self._read(size, seconds))).alive:
            alive()
        return found, [self._read(size, seconds) for size in found.sizes]

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _read(self, size: int, seconds: float) -> bytes:
        pipe, until = self._process.stdout, time.monotonic() + seconds
        assert pipe is not None  # noqa: S101 - it was opened so
        waiting = select.poll()  # takes files of any number, which select does not
        waiting.register(pipe, select.POLLIN)

        def receive(most: int) -> bytes:
            if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                raise TimeoutError("no answer in time")
            return pipe.read(most) or b""

        return exactly(receive, size)


class Pool:
    """So many children at most, made when they are needed; any number of threads may ask."""

    def __init__(self, size: int, command: list[str] | None = None, seconds: float = SECONDS) -> None:
        self._free: list[Child] = []
        self._room = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._command = command or child.command()
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest(0.0)

    def look(self, asked: Look, octets: bytes, alive: Callable[[], None]) -> Told:
        """What one of the children says; what no child survives is an answer too.

        One that died is replaced, and the picture is tried once more: the system may have ended it for another's sake.
        """
        with self._room:
            for _ in range(2):
                if (told := self._by_one(asked, octets, alive)) is not None:
                    return told
            return Looked(error="It could not be read: decoding it failed or took more memory than there is."), []

    def _by_one(self, asked: Look, octets: bytes, alive: Callable[[], None]) -> Told | None:
        """What a child says; None when it died over it."""
        one = self._taken()
        try:
            told = one.look(asked, octets, alive, self._seconds)
        except TimeoutError:
            one.end()
            return Looked(error="Reading it takes too long; it was given up."), []
        except (EOFError, BrokenPipeError, ValueError) as error:
            one.end()
            _log.warning("a child ended over a picture (%s)", type(error).__name__)
            return None
        except BaseException:
            one.end()
            raise
        one.since = time.monotonic()
        with self._lock:
            self._free.append(one)
        return told

    def rest(self, idle: float = IDLE) -> None:
        """End the children that had nothing to do for so long."""
        now = time.monotonic()
        with self._lock:
            over = [one for one in self._free if now - one.since >= idle]
            self._free = [one for one in self._free if one not in over]
        for one in over:
            one.end()

    def _taken(self) -> Child:
        with self._lock:
            if self._free:
                return self._free.pop()
        return Child(self._command)
