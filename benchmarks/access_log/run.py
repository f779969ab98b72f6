"""One run: the log on SQLite and on PostgreSQL beside raw flushes, then a large log and its look-ups."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.access_log import large, report
from benchmarks.access_log.clients import in_turns, sustained, two_cores
from benchmarks.access_log.station import Station
from benchmarks.plate_search.report import machine
from benchmarks.plate_search.rivals.postgres_server import Server

ENGINES = ("sqlite", "postgres")
WARM_UP = 3
LOOKS = 12
BUSY = ((32, report.RATE), (8, 0), (32, 0))
"""Clients, and how many queries a second they ask together; 0 for without a pause."""


@dataclass(frozen=True)
class Plan:
    """What is to be measured. ``folder`` can be entered by other users; ``leaves`` 0 leaves the large log out."""

    folder: Path
    engines: tuple[str, ...] = ENGINES
    clients: tuple[int, ...] = (1, 8, 32)
    rounds: int = 40
    seconds: float = 20
    leaves: int = 1_000_000
    seed: int = 464


def run(plan: Plan, tell: Callable[[str], None]) -> report.Report:
    """Everything that was measured."""
    cores = two_cores()
    told: report.Report = {
        "machine": {**machine(), "cores": cores},
        "seed": plan.seed,
        "rounds": plan.rounds,
        "engines": {},
    }
    for engine in plan.engines:
        with _url(engine, plan.folder / engine) as url, closing(Station(url, plan.folder / engine)) as station:
            told["engines"][engine] = _measured(plan, engine, station, tell)
    if plan.leaves:
        told["large"] = _large(plan, tell)
    return told


def _measured(plan: Plan, engine: str, station: Station, tell: Callable[[str], None]) -> report.Report:
    in_turns(station, plan.folder / engine, 2, WARM_UP)
    turns = []
    for clients in plan.clients:
        tell(f"{engine}: {clients} clients")
        turns.append(in_turns(station, plan.folder / engine, clients, plan.rounds))
    tell(f"{engine}: {plan.seconds:g} seconds of {report.RATE} queries a second, and as long without a pause")
    busy = [sustained(station, clients, plan.seconds, asked) for clients, asked in BUSY]
    return report.engine(turns, busy)


def _large(plan: Plan, tell: Callable[[str], None]) -> report.Report:
    folder = plan.folder / "large"
    folder.mkdir(exist_ok=True)
    built = large.build(folder, plan.leaves, plan.seed, tell)
    tell("opening and looking up")
    opened = [large.open_time(folder) for _ in range(3)]
    cold = list(large.look_ups(folder, LOOKS, plan.seed, cold=True))
    warm = list(large.look_ups(folder, LOOKS, plan.seed, cold=False))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return report.large(plan.leaves, built, size, opened, cold, warm)


@contextmanager
def _url(engine: str, folder: Path) -> Iterator[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if engine == "sqlite":
        yield f"sqlite:///{folder}/log.sqlite"
        return
    server = Server(folder / "server", 64, durable=True)
    try:
        yield server.url
    finally:
        server.stop()
