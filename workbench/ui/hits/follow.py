"""Following new hits without a click (464.5, 464.7(g)): one record when it begins, then a look for each news.

The custodian's call waits in a thread that nobody waits for, so that neither the kernel nor its end is held up. News is
a number; what is shown comes by a look on record. A screen that follows keeps no purpose alive.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import traitlets as t

from workbench.errors import NotFound, Unavailable
from workbench.ui.hits.model import HitsModel
from workbench.ui.notice import Notice, notice
from workbench.ui.words import plural
from workbench.ui.work import aside
from workbench.wire.hits import HitNews, HitsFollowed

WAIT = 6.0
"""Seconds that one call waits for news."""
APART = 1.0
"""Seconds between two looks that nobody asked for, so that a stream of hits is one look a second and not one each."""
_AGAIN = (1.0, 2.0, 5.0, 10.0)
"""Seconds before the next attempt when the custodian can't be reached; the last one for all that follow."""


class Follower(t.HasTraits):
    """Follows for one panel. ``told`` is the newest announcement; ``rung`` counts those of new hits."""

    on = t.Bool(False)
    lost = t.Bool(False)
    """The custodian can't be reached; it is tried again."""
    told = t.Unicode()
    rung = t.Int(0)
    trouble = t.Instance(Notice, allow_none=True)

    def __init__(self, model: HitsModel, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        super().__init__()
        self._model, self._pause = model, pause
        self._turn = 0
        model.observe(self._heard, "words")

    def _heard(self, _change: object) -> None:
        """What was new was seen by now: somebody said something of a hit here."""
        self.told = ""

    def stop(self) -> None:
        """Follow no longer; a call that waits is not heard any more."""
        self._turn += 1
        self.on = self.lost = False

    async def run(self) -> None:
        """Look, then follow until stopped or refused; whatever ended it is in ``trouble``."""
        self._turn += 1
        mine, failures = self._turn, 0
        self.on, self.trouble = True, None
        while mine == self._turn:
            try:
                begun = await aside(self._model.client.follow_hits)
                if mine == self._turn:
                    failures, self.lost = 0, False
                    await self._model.look(begun.record)
                    await self._listen(begun, mine)
            except NotFound:
                continue  # the custodian started anew
            except Unavailable:
                if mine == self._turn:
                    self.lost = True
                    await self._pause(_AGAIN[min(failures, len(_AGAIN) - 1)])
                    failures += 1
            except Exception as error:  # noqa: BLE001 - whatever failed is told, and the panel stays alive
                if mine == self._turn:
                    self.stop()
                    self.trouble = notice(error)
                return

    async def _listen(self, begun: HitsFollowed, mine: int) -> None:
        hit, said = begun.hit, begun.said
        while mine == self._turn:
            news = await aside(partial(self._model.client.hit_news, begun.watch, hit, said, WAIT))
            hit, said = news.hit, news.said
            if mine == self._turn and (news.hits or news.words):
                if not self._model.has_newer:  # who reads an older page is not torn from it
                    await self._model.look(begun.record)
                self._tell(news)
                await self._pause(APART)

    def _tell(self, news: HitNews) -> None:
        there = self._model.clock().astimezone(ZoneInfo(self._model.zone))
        if news.hits:
            self.rung += 1
        self.told = announced(news, there)


def announced(news: HitNews, there: datetime) -> str:
    """What is new, in a sentence that a screen reader speaks; the time makes it another one each time."""
    told = []
    if news.hits:
        told.append(f"{plural(news.hits, 'new hit')}, not verified")
    if news.words:
        told.append(f"{plural(news.words, 'word')} of others on hits")
    return f"{there:%H:%M:%S}: {' and '.join(told)}."
