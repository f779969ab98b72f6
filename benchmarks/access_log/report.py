"""What was measured, as one JSON document: medians, quartiles, 95th percentiles, ratios to raw flushes, targets."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.access_log.clients import Sustained, Turns

Report = dict[str, Any]
FLUSHES, BESIDE_MS = 4, 2
"""A query's share of the log may take so many concurrent raw flushes, and so many milliseconds beside them."""
RATE = 200
LOOK_UP_S = 2


def engine(turns: Sequence[Turns], busy: Sequence[Sustained]) -> Report:
    """The figures of one place that the log can be kept in."""
    return {
        "clients": {str(each.clients): _turns(each) for each in turns},
        "sustained": [_sustained(each) for each in busy],
    }


def large(
    leaves: int,
    built: float | None,
    size: int,
    opened: Sequence[float],
    cold: Sequence[tuple[float, int, int]],
    warm: Sequence[tuple[float, int, int]],
) -> Report:
    """The figures of a large log."""
    looks = {"cold": [look[0] for look in cold], "warm": [look[0] for look in warm]}
    return {
        "leaves": leaves,
        "built_s": built,
        "bytes": size,
        "open": spread(opened),
        "found_median": statistics.median(total for _, total, _ in (*cold, *warm)),
        "look_up": {name: spread(seconds) for name, seconds in looks.items()},
        "target_s": LOOK_UP_S,
        "held": max(max(seconds) for seconds in looks.values()) <= LOOK_UP_S,
    }


def spread(seconds: Sequence[float]) -> Report:
    """Median, quartiles, 95th percentile and extremes in milliseconds."""
    quarter, median, three, p95 = (1000 * float(value) for value in np.quantile(seconds, [0.25, 0.5, 0.75, 0.95]))
    ends = {"least_ms": 1000 * min(seconds), "most_ms": 1000 * max(seconds)}
    return {"n": len(seconds), "median_ms": median, "quartiles_ms": [quarter, three], "p95_ms": p95, **ends}


def _turns(turns: Turns) -> Report:
    taken = {
        "flush": turns.flush,
        "append": turns.append,
        "intent": [each.intent for each in turns.query],
        "result": [each.result for each in turns.query],
        "receipt": [each.receipt for each in turns.query],
        "query": [each.query for each in turns.query],
    }
    told: Report = {name: spread(seconds) for name, seconds in taken.items()}
    raw = told["flush"]["median_ms"]
    for name in ("append", "query"):
        told[name]["flushes"] = told[name]["median_ms"] / raw
    limit = FLUSHES * raw + BESIDE_MS
    return told | {"target_ms": limit, "held": told["query"]["median_ms"] <= limit}


def _sustained(busy: Sustained) -> Report:
    return {
        "clients": busy.clients,
        "asked_s": busy.asked,
        "seconds": busy.seconds,
        "queries_s": busy.rate,
        "slowest_second": busy.slowest_second,
        "processor_ms": busy.processor_ms,
        "query": spread([each.query for each in busy.query]),
        "target_s": RATE,
        "held": busy.rate >= 0.99 * RATE,
    }
