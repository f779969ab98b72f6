"""Taking times: engines interleaved, in a new order each round; an answer that differs from another's ends the run."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple

import numpy as np
import polars as pl

from benchmarks.plate_search.answers import compare, uniform
from benchmarks.plate_search.classes import Kind, Query
from benchmarks.plate_search.rivals.rival import Rival, Way

SLOW_S = 1.0
SLOW_ROUNDS = 5
"""Whoever takes longer than ``SLOW_S`` in a class is asked in so many rounds only."""


class Contestant(NamedTuple):
    """One way of one engine to answer one class."""

    name: str
    rival: Rival
    way: Way


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds by class and contestant, and how many rows each answer had."""

    seconds: defaultdict[Kind, defaultdict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    rows: defaultdict[Kind, list[int]] = field(default_factory=lambda: defaultdict(list))
    bandwidth: list[float] = field(default_factory=list)
    """Bytes a second of a numpy sum."""


def measure(
    rivals: list[Rival],
    queries: Mapping[Kind, list[Query]],
    plates: int,
    seed: int,
    tell: Callable[[str], None],
) -> Times:
    """Ask every query of every contestant; the first of each class warms up. Raises ``Mismatch``."""
    rng = random.Random(seed)
    memory = np.random.default_rng(seed).integers(0, 2**63, plates, np.uint64)
    entered = _entered(rivals)
    times = Times()
    for number in range(len(queries[Kind.PREFIX])):
        tell(f"round {number} of {len(queries[Kind.PREFIX]) - 1}" if number else "warm-up")
        times.bandwidth.append(_bandwidth(memory))
        for kind, asked in queries.items():
            taken, rows = _round(asked[number], rng.sample(entered[kind], len(entered[kind])), times)
            if number:
                times.rows[kind].append(rows)
                for name, seconds in taken.items():
                    times.seconds[kind][name].append(seconds)
    return times


def _entered(rivals: list[Rival]) -> Mapping[Kind, list[Contestant]]:
    entered: Mapping[Kind, list[Contestant]] = {kind: [] for kind in Kind}
    for rival in rivals:
        for name, ways in rival.contestants().items():
            for kind, way in ways.items():
                entered[kind].append(Contestant(name, rival, way))
    return entered


def _round(query: Query, contestants: list[Contestant], times: Times) -> tuple[dict[str, float], int]:
    taken: dict[str, float] = {}
    answers: dict[str, pl.DataFrame] = {}
    for name, rival, way in contestants:
        if _is_slow(times.seconds[query.kind][name]):
            continue
        rival.ready(query)
        start = perf_counter()
        answer = way(query)
        taken[name] = perf_counter() - start
        answers[name] = uniform(query, answer)
    return taken, compare(query, answers) if answers else 0


def _is_slow(seconds: list[float]) -> bool:
    return len(seconds) >= SLOW_ROUNDS and statistics.median(seconds) > SLOW_S


def _bandwidth(memory: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> float:
    start = perf_counter()
    memory.sum()
    return memory.nbytes / (perf_counter() - start)
