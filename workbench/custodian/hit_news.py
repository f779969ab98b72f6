"""Waiting for news of hits without holding a thread (464.7(g)): a bell wakes whoever waits, within a moment."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi.concurrency import run_in_threadpool

from workbench.collection.hotlists.follow import demand_following, news_of_hits
from workbench.custodian.services import Services
from workbench.errors import Refused
from workbench.policy.caller import Caller
from workbench.store.registers.hit_words import News, Place
from workbench.wire.hits import HitNews, NextNews


async def waited(rooms: Services, caller: Caller, query: NextNews) -> HitNews:
    """News after a place, as soon as there is any; none when the time is over.

    Raises ``NotFound`` for a watch that is none of the caller's, ``Refused``, on record, once he or she may not look.
    """
    await run_in_threadpool(_demand, rooms, caller, query.watch)
    rung, loop = asyncio.Event(), asyncio.get_running_loop()
    after = Place(query.hit, query.said)
    with rooms.registers.hits.bell.heard(lambda: loop.call_soon_threadsafe(rung.set)):
        found = await run_in_threadpool(news_of_hits, rooms.registers, caller, after)
        if not (found.hits or found.words) and query.seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), query.seconds)
            found = await run_in_threadpool(news_of_hits, rooms.registers, caller, after)
    return told(found)


def told(found: News) -> HitNews:
    """News as it travels."""
    return HitNews(hit=found.newest.hit, said=found.newest.word, hits=found.hits, words=found.words)


def _demand(rooms: Services, caller: Caller, watch: str) -> None:
    purpose = rooms.registers.purposes.get(rooms.watches.purpose(watch, caller.username))
    try:
        demand_following(rooms.gate, caller, purpose)
    except Refused:
        rooms.watches.end(watch)  # asked again it would be refused again, and recorded again
        raise
