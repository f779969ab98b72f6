"""Slow calls beside the screen: the kernel's main thread never waits, and an old answer never replaces a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_running: set[asyncio.Task[Any]] = set()


class Superseded(Exception):
    """The answer came after a newer question; drop it."""


class Latest:
    """Runs calls in threads; only the newest one's answer, or error, comes back."""

    def __init__(self) -> None:
        self._newest = 0

    def cancel(self) -> None:
        """Whatever is under way will not be shown."""
        self._newest += 1

    async def run(self, call: Callable[[], T]) -> T:
        """The call's answer; ``Superseded`` when a newer call was started, or this one was cancelled."""
        self._newest += 1
        mine = self._newest
        try:
            answer = await asyncio.to_thread(call)
        except Exception:
            if mine != self._newest:
                raise Superseded from None
            raise
        if mine != self._newest:
            raise Superseded
        return answer


def spawn(job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start a job on the running loop and hold it until it ends."""
    task = asyncio.get_running_loop().create_task(job)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


def starting(job: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """What a button calls to start this job."""

    def start() -> None:
        spawn(job())

    return start
