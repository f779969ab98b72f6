"""An analyst's panel that waits for the hit of a car's batch, in a process of his or her own (464.7(g))."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.hit_news.plates import batch, listed
from workbench.client import Client
from workbench.ui.hits.follow import Follower
from workbench.ui.hits.model import HitsModel

_REST = 0.3
"""Seconds between two batches, so that the panel waits again before the next one comes."""
_OFFER = {"source": "department", "provenance": "public_road"}
_PURPOSE = {
    "category": "stolen_or_wanted_vehicle",
    "case_number": "26-01234",
    "narrative": "Silver pickup taken from a driveway on Orange Avenue overnight.",
    "why_this_plate": "Entries of the stolen vehicles' list are watched in this shift.",
}
FOLLOWING = "following"

Stop = Callable[[], None]
Watch = Callable[[HitsModel], Awaitable[Stop]]


class Told(NamedTuple):
    """Seconds after a batch was offered: until its receipt, and until the hit stood in the panel's model."""

    receipt: float
    panel: float


async def following(model: HitsModel) -> Stop:
    """As the hits notebook does: a call that waits in the custodian, then a look."""
    follower = Follower(model)
    running = asyncio.create_task(follower.run())
    await _when(model, lambda: model.head is not None)

    def stop() -> None:
        follower.stop()
        running.cancel()

    return stop


def asking(seconds: float) -> Watch:
    """The alternative: a look every so many seconds, each of which is two records."""

    async def watch(model: HitsModel) -> Stop:
        async def again() -> None:
            while True:
                await model.look()
                await asyncio.sleep(seconds)

        running = asyncio.create_task(again())
        await _when(model, lambda: model.head is not None)

        def stop() -> None:
            running.cancel()

        return stop

    return watch


async def measured(
    client: Client, folder: Path, watch: Watch, reads: int, rounds: int, numbers: Iterator[int]
) -> list[Told]:
    """So many batches, each with one hit as its last read."""
    model = HitsModel(client, client.me(), lambda: datetime.now(UTC))
    stop = await watch(model)
    chance = random.Random(464)
    told = []
    for _ in range(rounds):
        await asyncio.sleep(_REST + chance.random())  # at any moment of an interval
        file = folder / "batch.csv"
        file.write_text(batch(listed(next(numbers)), reads, chance))
        told.append(await _one(client, model, file))
    stop()
    return told


async def _one(client: Client, model: HitsModel, file: Path) -> Told:
    before, start = sum(model.counts.values()), perf_counter()

    async def hand_in() -> float:
        await asyncio.to_thread(partial(client.ingest, file, {"name": f"{start}", **_OFFER}))
        return perf_counter() - start

    handing = asyncio.create_task(hand_in())
    await _when(model, lambda: sum(model.counts.values()) > before)
    seen = perf_counter() - start
    return Told(await handing, seen)


async def _when(model: HitsModel, fits: Callable[[], bool]) -> None:
    """Wait for a change of the panel's model after which this holds."""
    changed = asyncio.Event()

    def heard(_: object) -> None:
        changed.set()

    model.observe(heard)
    while not fits():
        await changed.wait()
        changed.clear()
    model.unobserve(heard)


_WAYS: dict[str, Watch] = {FOLLOWING: following, "a look every 1 s": asking(1.0), "a look every 5 s": asking(5.0)}


def main(sizes: list[int], rounds: int, first: int, folder: str) -> None:
    """Print what was told, by size of batch and way, as JSON; ``first`` is the entry that is hit first."""
    numbers, client = count(first), Client.from_environment()
    client.declare(_PURPOSE)
    told = {
        reads: {
            way: asyncio.run(measured(client, Path(folder), watch, reads, rounds, numbers))
            for way, watch in _WAYS.items()
        }
        for reads in sizes
    }
    json.dump(told, sys.stdout)
