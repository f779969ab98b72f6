"""One run: generate or find the reads, load every engine, ask, compare, tell."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.plate_search import ours, report
from benchmarks.plate_search.dataset import Dataset, prepared
from benchmarks.plate_search.draw import draw
from benchmarks.plate_search.end_to_end import NAME, EndToEnd, possible
from benchmarks.plate_search.footprint import footprint
from benchmarks.plate_search.hotlist import hotlist
from benchmarks.plate_search.measure import measure
from benchmarks.plate_search.rivals import postgres, sqlite
from benchmarks.plate_search.rivals.duckdb import DuckDB
from benchmarks.plate_search.rivals.polars import Polars
from benchmarks.plate_search.rivals.rival import Rival

ENGINES = ("workbench", "duckdb", "polars", "postgres", "sqlite", "end-to-end")
_MOST_ROWS = {"postgres": postgres.MOST_ROWS, "sqlite": sqlite.MOST_ROWS}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured. ``folder`` holds everything and can be entered by other users."""

    rows: int
    rounds: int
    seed: int
    folder: Path
    engines: tuple[str, ...] = ENGINES


def run(plan: Plan, tell: Callable[[str], None]) -> report.Report:
    """Everything that was measured; raises ``Mismatch`` when two engines answer one query differently."""
    tell(f"{plan.rows:,} reads")
    data = prepared(plan.folder, plan.rows, plan.seed)
    listed = hotlist(data.files, plan.seed)
    queries = draw(data.files, plan.rounds + 1, plan.seed)
    with ExitStack() as opened:
        rivals, folders, seconds = [], {}, {}
        for name, make in _makers(plan, data).items():
            folder = plan.folder / name
            shutil.rmtree(folder, ignore_errors=True)
            tell(f"{name}: loading")
            rival = opened.enter_context(make(folder))
            start = perf_counter()
            rival.load(data.files, listed)
            seconds[rival.name], folders[rival.name] = perf_counter() - start, folder
            tell(f"{name}: loaded in {seconds[rival.name]:,.1f} s")
            rivals.append(rival)
        loads = report.loads(seconds, plan.rows, rivals, folders)
        store = folders.get(ours.NAME)
        through = opened.enter_context(EndToEnd(store / "reads")) if store and _end_to_end(plan, tell) else None
        times = measure([*rivals, through] if through else rivals, queries, data.plates, plan.seed, tell)
        starts = [footprint(store / "reads") for _ in range(3)] if store else []
        custodian = [through.footprint() for _ in range(3)] if through else []
    return {
        "rows": plan.rows,
        "plates": data.plates,
        "seed": plan.seed,
        "rounds": plan.rounds,
        "machine": report.machine(),
        "generated": {"seconds": data.seconds, "reads_s": plan.rows / data.seconds},
        "loads": loads,
        "store": _middle(starts),
        "custodian": _middle(custodian),
        "end_to_end": report.over(times, NAME, ours.NAME) if through else {},
        **report.summary(times, [*rivals, through] if through else rivals),
    }


def _makers(plan: Plan, data: Dataset) -> Mapping[str, Callable[[Path], Rival]]:
    """The engines that are asked for and can hold so many reads."""
    memory_mb = max(64, min(2048, plan.rows // 5_000))
    makers: dict[str, Callable[[Path], Rival]] = {
        "workbench": lambda folder: ours.Workbench(folder, data.plates),
        "duckdb": DuckDB,
        "polars": lambda _: Polars(),
        "postgres": lambda folder: postgres.Postgres(folder, memory_mb),
        "sqlite": sqlite.SQLite,
    }
    engines = [name for name in plan.engines if name in makers]
    return {name: makers[name] for name in engines if plan.rows <= _MOST_ROWS.get(name, plan.rows)}


def _end_to_end(plan: Plan, tell: Callable[[str], None]) -> bool:
    """Whether the custodian takes part; it does not where it could not be started."""
    if "end-to-end" not in plan.engines:
        return False
    if not possible():
        tell("end-to-end: left out, for workbench and jupyterhub are not installed for this Python")
        return False
    tell("end-to-end: starting a custodian")
    return True


def _middle(starts: list[dict[str, float]]) -> dict[str, Any]:
    """The median of each figure of several starts."""
    return {name: statistics.median(start[name] for start in starts) for name in (starts[0] if starts else ())}
