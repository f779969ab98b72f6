"""Slow calls beside the screen: the kernel's main thread never waits, and an old answer never replaces a new one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
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


async def aside(call: Callable[[], T]) -> T:
    """The answer of a call that may wait for long, in a thread of its own that the kernel's end does not wait for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop ended meanwhile
            loop.call_soon_threadsafe(lambda: None if answer.done() else how())

    def run() -> None:
        try:
            told = call()
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits
            settle(partial(answer.set_exception, error))
        else:
            settle(partial(answer.set_result, told))

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answer


def spawn(job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start a job on the running loop and hold it until it ends."""
    task = asyncio.get_running_loop().create_task(job)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


def spawn_where_it_runs(job: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Start a job if a loop runs; outside a kernel there is none, and nothing to start it for."""
    with suppress(RuntimeError):
        asyncio.get_running_loop()
        spawn(job())


def starting(job: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """What a button calls to start this job."""

    def start() -> None:
        spawn(job())

    return start
