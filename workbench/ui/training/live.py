"""Following the training of others without a click (464.12): a number is asked for, and a change leads to a look.

The number is nobody's name and is not on record; each look that it leads to is. No purpose is used, so none is kept
alive by a screen that is left open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import traitlets as t

from workbench.errors import Unavailable
from workbench.ui.notice import Notice, notice
from workbench.ui.school_port import Schooling
from workbench.ui.work import aside

APART = 2.0
"""Seconds between two questions, and so at least between two looks."""


class Live(t.HasTraits):
    """Follows for one panel; ``look`` is called when there is something new."""

    on = t.Bool(False)
    lost = t.Bool(False)
    """The custodian can't be reached; it is tried again."""
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(
        self,
        desk: Schooling,
        look: Callable[[], Awaitable[None]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__()
        self._desk, self._look, self._pause = desk, look, pause
        self._turn = 0

    def stop(self) -> None:
        """Follow no longer."""
        self._turn += 1
        self.on = self.lost = False

    async def run(self) -> None:
        """Follow until stopped or refused; whatever ended it is in ``trouble``."""
        self._turn += 1
        mine, seen = self._turn, -2
        self.on, self.trouble = True, None
        while mine == self._turn:
            try:
                newest = await aside(self._desk.news)
            except Unavailable:
                newest, self.lost = seen, mine == self._turn
            except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
                if mine == self._turn:
                    self.stop()
                    self.trouble = notice(error)
                return
            else:
                self.lost = False
            if mine == self._turn and newest != seen:
                await self._look()
                seen = newest
            await self._pause(APART)
