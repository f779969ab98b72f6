"""The command: people arrive, all search at once, and go on for a while; what it took, and whether it is on record."""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from benchmarks.department.analyst import Analyst, Searched
from benchmarks.department.gauge import Gauge
from benchmarks.department.people import hired
from benchmarks.department.records import missing, results
from tests.house import House, become, opened


@dataclass
class Day:
    """Seconds that things took, the answers, and what went wrong."""

    signed_in: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    alone: list[Searched] = field(default_factory=list)
    at_once: list[Searched] = field(default_factory=list)
    soak: list[Searched] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    soaked_from: float = 0.0

    @property
    def answers(self) -> list[Searched]:
        """All of them."""
        return [*self.alone, *self.at_once, *self.soak]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when something went wrong or an answer is not on record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50, help="analysts")
    parser.add_argument("--over", type=float, default=600.0, help="seconds over which they sign in")
    parser.add_argument("--rounds", type=int, default=5, help="searches that all begin at the same moment")
    parser.add_argument("--soak", type=float, default=0.0, help="seconds for which they go on afterwards")
    parser.add_argument("--pause", type=float, default=20.0, help="seconds between two searches of one of them then")
    given = parser.parse_args(arguments)
    with opened() as house, ThreadPoolExecutor(given.people) as pool:
        staffed, names = hired(house, given.people)
        gauge, day = Gauge(house.data), Day()
        asyncio.run(_day(staffed, names, pool, gauge, day, given))
        lost = missing(house.data, day.answers)
        recorded = results(house.data, names)
        verified = _verified(house)
    _print(day, gauge)
    print(
        f"errors: {len(day.errors)}; answers: {len(day.answers)}, on record: {recorded}, lost: {len(lost)}; {verified}"
    )
    for error in day.errors[:10]:
        print(f"  {error}")
    return 1 if day.errors or lost or recorded != len(day.answers) else 0


async def _day(
    house: House, names: Sequence[str], pool: Executor, gauge: Gauge, day: Day, given: argparse.Namespace
) -> None:
    looking = asyncio.create_task(gauge.run())
    people = [Analyst(house, name, number, pool) for number, name in enumerate(names)]
    came = await asyncio.gather(
        *(_arrive(one, number * given.over / len(people), day) for number, one in enumerate(people))
    )
    here = [one for one in came if one is not None]
    for _ in range(2 * given.rounds):
        await _one(here[0], day.alone, day)
    for _ in range(given.rounds):
        await asyncio.gather(*(_one(one, day.at_once, day) for one in here))
    day.soaked_from = perf_counter() - gauge.begun
    if given.soak:
        until = perf_counter() + given.soak
        await asyncio.gather(*(_go_on(one, until, given.pause, day) for one in here))
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking


async def _arrive(one: Analyst, after: float, day: Day) -> Analyst | None:
    await asyncio.sleep(after)
    try:
        signed_in, opened_after = await one.arrive()
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told
        day.errors.append(f"{one.name} did not arrive: {error!r}")
        return None
    day.signed_in.append(signed_in)
    day.opened.append(opened_after)
    return one


async def _one(one: Analyst, into: list[Searched], day: Day) -> None:
    try:
        into.append(await one.search())
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told
        day.errors.append(f"{one.name} got no answer: {error!r}")


async def _go_on(one: Analyst, until: float, pause: float, day: Day) -> None:
    chance = random.Random(one.name)
    while perf_counter() < until:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
        await _one(one, day.soak, day)


def _verified(house: House) -> str:
    program, config = str(house.python.with_name("workbench")), str(house.data / "config" / "workbench.toml")
    owner = (house.data / "custodian").owner()
    with tempfile.TemporaryDirectory(prefix="alpr-load-") as name:
        folder, policy = Path(name) / "log", Path(name) / "policy"
        shutil.chown(name, owner)
        _run(owner, program, "log", "export", str(folder), "--config", config)
        policy.write_text(_run(owner, program, "log", "policy", "--config", config))
        return _run(owner, program, "log", "verify", str(folder), "--policy", str(policy)).strip()


def _run(user: str, *command: str) -> str:
    done = subprocess.run(command, **become(user), cwd="/", capture_output=True, text=True, check=False)
    told: str = done.stdout or done.stderr
    return told


def _print(day: Day, gauge: Gauge) -> None:
    print("| what | times | median s | 95th percentile s | most s |")
    print("|---|---|---|---|---|")
    lone = [answer.cell for answer in day.alone]
    rows = {
        "sign in until Lab is served": day.signed_in,
        "kernel and purpose": day.opened,
        "a search, one alone": lone,
        "a search, all at once": [answer.cell for answer in day.at_once],
        "a search while they go on": [answer.cell for answer in day.soak],
    }
    for name, seconds in rows.items():
        if seconds:
            ordered = sorted(seconds)
            late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
            print(f"| {name} | {len(seconds)} | {statistics.median(seconds):.2f} | {late:.2f} | {ordered[-1]:.2f} |")
    if day.alone and day.at_once:
        at_once = statistics.median(answer.cell for answer in day.at_once)
        print(f"\nall at once over one alone: {at_once / statistics.median(lone):.1f}")
    total, parts = gauge.peak()
    told = ", ".join(f"{part} {size:.0f}" for part, size in sorted(parts.items(), key=lambda item: -item[1]))
    print(f"peak memory: {total:.0f} MiB ({told}); machine in use {max(look.machine for look in gauge.looks):.0f} MiB")
    if day.soak:
        print("\n| service | MiB, first third | MiB, last third | files, first third | files, last third |")
        print("|---|---|---|---|---|")
        for part, first, last, before, after in gauge.growth(day.soaked_from):
            print(f"| {part} | {first:.1f} | {last:.1f} | {before:.0f} | {after:.0f} |")
