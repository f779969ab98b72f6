"""What was measured, as one JSON document: medians, 95th percentiles, spread, ratios, bytes a second."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.plate_search.measure import Times
from benchmarks.plate_search.ours import NAME as OURS
from benchmarks.plate_search.rivals.rival import Rival

Report = dict[str, Any]


def summary(times: Times, rivals: list[Rival]) -> Report:
    """For each class how many rows came, and of each contestant its times and how they stand to ours."""
    engines = {name: rival for rival in rivals for name in rival.contestants()}
    bandwidth = statistics.median(times.bandwidth)
    classes: Report = {}
    for kind, taken in times.seconds.items():
        told = {
            name: _one(taken[name], rival.touched(name, kind), bandwidth)
            for name, rival in engines.items()
            if taken.get(name)
        }
        if OURS in told:
            for entry in told.values():
                entry["times_ours"] = entry["median_ms"] / told[OURS]["median_ms"]
        rows = times.rows[kind]
        classes[kind.value] = {"rows_median": statistics.median(rows), "rows_most": max(rows), "contestants": told}
    return {"contestants": list(engines), "bandwidth_bytes_s": bandwidth, "classes": classes}


def over(times: Times, whole: str, bare: str) -> Report:
    """What the way through the custodian costs over the bare search of the same query, in all classes together."""
    more = [
        1000 * (through - search)
        for taken in times.seconds.values()
        for through, search in zip(taken.get(whole, ()), taken.get(bare, ()), strict=False)
    ]
    median, p95 = np.quantile(more, [0.5, 0.95]) if more else (0.0, 0.0)
    return {"n": len(more), "median_ms": median, "p95_ms": p95}


def machine() -> Report:
    """Where it ran, without the machine's name."""
    memory = Path("/proc/meminfo").read_text().split()[1]
    found = [
        line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return {
        "processor": found[0] if found else platform.machine(),
        "cores": os.cpu_count(),
        "memory_bytes": int(memory) * 1024,
        "python": platform.python_version(),
    }


def _one(seconds: list[float], touched: int, bandwidth: float) -> Report:
    quarter, median, three, p95 = (1000 * value for value in np.quantile(seconds, [0.25, 0.5, 0.75, 0.95]))
    entry: Report = {
        "n": len(seconds),
        "median_ms": median,
        "p95_ms": p95,
        "quartiles_ms": [quarter, three],
        "least_ms": 1000 * min(seconds),
    }
    if touched:
        rate = touched / (median / 1000)
        entry |= {"bytes_touched": touched, "bytes_s": rate, "of_bandwidth": rate / bandwidth}
    return entry


def loads(seconds: Mapping[str, float], rows: int, rivals: list[Rival], folders: Mapping[str, Path]) -> Report:
    """How fast each engine took the reads in, and the bytes that it keeps on disk."""
    return {
        rival.name: {
            "version": rival.version,
            "seconds": seconds[rival.name],
            "reads_s": rows / seconds[rival.name],
            "disk_bytes": _size(folders[rival.name]) if rival.name in folders else 0,
        }
        for rival in rivals
    }


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
