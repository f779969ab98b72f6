"""Raw flushes and the log in turns, by as many clients at once (464.5): what one costs is told beside the other."""

from __future__ import annotations

import itertools
import os
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks.access_log.flush import Flush
from benchmarks.access_log.station import Station, Taken

RECORD_BYTES = 4096
"""What a raw flush writes: about what a record takes on disk with all that is kept beside it."""
EACH = 5
"""Operations of one client in one turn."""
_Made = TypeVar("_Made")


@dataclass(slots=True)
class Turns:
    """Seconds of every operation of so many clients."""

    clients: int
    flush: list[float] = field(default_factory=list)
    append: list[float] = field(default_factory=list)
    query: list[Taken] = field(default_factory=list)


def in_turns(station: Station, folder: Path, clients: int, rounds: int) -> Turns:
    """So many rounds of three turns: raw flushes, one append after another, whole queries."""
    turns = Turns(clients)
    with ExitStack() as opened, ThreadPoolExecutor(clients) as pool:
        files = [opened.enter_context(closing(Flush(folder / f"raw-{n}", RECORD_BYTES))) for n in range(clients)]
        for _ in range(rounds):
            turns.flush += _all(pool, files)
            turns.append += _all(pool, [station.append] * clients)
            turns.query += _all(pool, [station.query] * clients)
    return turns


@dataclass(frozen=True, slots=True)
class Sustained:
    """Queries a second over a while, and what they took of the processor (ms each, all threads together).

    ``asked`` is how many were asked for a second, 0 for as many as were answered.
    """

    clients: int
    asked: int
    seconds: float
    rate: float
    slowest_second: float
    processor_ms: float
    query: list[Taken]


def sustained(station: Station, clients: int, seconds: float, asked: int = 0) -> Sustained:
    """Ask for so long: so many a second, evenly, or without a pause."""
    numbers = itertools.count()
    begin, spent = time.perf_counter(), time.process_time()
    made: defaultdict[int, int] = defaultdict(int)
    taken: list[Taken] = []

    def ask() -> None:
        while time.perf_counter() - begin < seconds:
            if asked:
                time.sleep(max(0, begin + next(numbers) / asked - time.perf_counter()))
            taken.append(station.query())
            made[int(time.perf_counter() - begin)] += 1

    with ThreadPoolExecutor(clients) as pool:
        for asking in [pool.submit(ask) for _ in range(clients)]:
            asking.result()
    lasted, used = time.perf_counter() - begin, time.process_time() - spent
    whole = [made[second] for second in range(int(seconds))]
    return Sustained(clients, asked, lasted, len(taken) / lasted, min(whole), 1000 * used / len(taken), taken)


def two_cores() -> int:
    """Keep this process to two cores, as the target has it; returns how many it has."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    return len(os.sched_getaffinity(0))


def _all(pool: ThreadPoolExecutor, each: Sequence[Callable[[], _Made]]) -> list[_Made]:
    def several(one: Callable[[], _Made]) -> list[_Made]:
        return [one() for _ in range(EACH)]

    return [made for some in pool.map(several, each) for made in some]
