"""One question to the custodian beside the screen (464.5): followed while it runs, called off, and what came of it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import traitlets as t

from workbench.errors import WorkbenchError
from workbench.ui.notice import Notice, notice
from workbench.ui.port import Followed
from workbench.ui.words import plural
from workbench.ui.work import Latest, Superseded, spawn
from workbench.wire.queries import QueryProgress

T = TypeVar("T")
EVERY = 0.4
"""Seconds between two looks at how far it is."""
_CANCELLED = (
    "Called off: nothing of it is shown. What was asked stays in the access log, and so does what was released if it "
    "had ended by then."
)


class Asking(t.HasTraits):
    """What is under way, and how the last question ended; only the newest one's answer comes back."""

    busy = t.Bool(False)
    status = t.Unicode()
    progress = t.Instance(QueryProgress, allow_none=True)
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, client: Followed, **traits: Any) -> None:
        super().__init__(**traits)
        self._client = client
        self._work = Latest()
        self._query = ""

    async def ask(self, call: Callable[[str], T], words: str) -> T | None:
        """What ``call``, given the search's id, brings; None when it was called off, overtaken or failed.

        A failure is in ``trouble`` afterwards.
        """
        self._drop()
        query = self._query = secrets.token_hex(16)
        self.trouble, self.status, self.busy = None, words, True
        asked = asyncio.ensure_future(self._work.run(partial(call, query)))
        await self._follow(asked, query)
        try:
            answer = asked.result()
        except Superseded:
            return None
        except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
            self._end(notice(error))
            return None
        self._end(None)
        return answer

    def cancel(self) -> None:
        """Call it off here and at the custodian."""
        if self.busy:
            self._drop()
            self.busy, self.status = False, _CANCELLED

    def refuse(self, words: str) -> None:
        """Tell that the form can't be sent as it stands."""
        self._drop()
        self.busy, self.trouble, self.status = False, Notice("form", words), f"Not searched: {words}"

    def told(self) -> str:
        """The status, with how far it is."""
        if not self.busy or self.progress is None or not self.progress.of:
            return self.status
        return f"{self.status} {pace(self.progress)}"

    def _drop(self) -> None:
        query, self._query = self._query, ""
        self._work.cancel()
        self.progress = None
        if query and self.busy:
            spawn(self._call_off(query))

    async def _call_off(self, query: str) -> None:
        with suppress(WorkbenchError):  # it ended by itself
            await asyncio.to_thread(self._client.cancel, query)

    async def _follow(self, asked: asyncio.Future[Any], query: str) -> None:
        while not (await asyncio.wait({asked}, timeout=EVERY))[0]:
            with suppress(WorkbenchError):  # it has not begun yet, or just ended
                told = await asyncio.to_thread(self._client.progress, query)
                if self._query == query:
                    self.progress = told

    def _end(self, trouble: Notice | None) -> None:
        self._query, self.busy, self.progress, self.trouble = "", False, None, trouble
        if trouble is not None:
            self.status = "Nothing was searched yet." if trouble.kind == "ask" else "Nothing was found out."
        else:
            self.status = ""


def pace(progress: QueryProgress) -> str:
    """How far a search is, how fast it goes and how long it takes, in words."""
    done = f"{progress.done:,} of {plural(progress.of, 'part')}"
    if not progress.done or progress.seconds <= 0:
        return f"{done}."
    rate = progress.done / progress.seconds
    left = max(0, progress.of - progress.done) / rate
    return f"{done}, {rate:,.1f} a second, about {seconds(left)} left."


def seconds(count: float) -> str:
    """A duration as one reads it: ``4 s``, ``3 min``."""
    return f"{count:.0f} s" if count < 90 else f"{count / 60:.0f} min"
