"""Seeded draws of each class of query from the reads themselves, so that each has an answer and none is chosen."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.plate_search.classes import Around, Kind, Query

WINDOW = timedelta(hours=2)
RADIUS_M = 500.0
MONTH = timedelta(days=30)
JOURNEYS = timedelta(days=90)
_SAMPLE = 4_000
_SERIES = r"^[0-9][A-Z]{3}[0-9]{3}$"

Read = dict[str, Any]


def draw(files: list[Path], rounds: int, seed: int) -> dict[Kind, list[Query]]:
    """``rounds`` queries of each class."""
    rng = random.Random(seed)
    sample = _sample(files, seed)
    makers: dict[Kind, Callable[[Read, random.Random], Query]] = {
        Kind.PREFIX: _shaped(Kind.PREFIX, "kkk?k??"),
        Kind.INSIDE: _shaped(Kind.INSIDE, "?kkk?k?"),
        Kind.FRAGMENT: _fragment,
        Kind.STAR: _star,
        Kind.SETS: _sets,
        Kind.LOOKALIKES: _lookalikes,
        Kind.EDIT_1: _whole(Kind.EDIT_1),
        Kind.EDIT_2: _whole(Kind.EDIT_2),
        Kind.ONE_PLATE: _whole(Kind.ONE_PLATE),
        Kind.ALL_READS: _shaped(Kind.ALL_READS, "kkk?k??"),
        Kind.CANVASS: lambda read, rng: Query(Kind.CANVASS, around=_around(read, WINDOW, rng)),
        Kind.COMBINED: lambda read, rng: Query(Kind.COMBINED, _kept(read, "kk????k"), _around(read, MONTH, rng)),
        Kind.CO_TRAVEL: _travel,
        Kind.HOTLIST: lambda _read, _rng: Query(Kind.HOTLIST),
    }
    return {kind: [make(rng.choice(sample), rng) for _ in range(rounds)] for kind, make in makers.items()}


def _sample(files: list[Path], seed: int) -> list[Read]:
    """Some reads of seven characters in the commonest Californian series, from all over the year."""
    each = -(-_SAMPLE // len(files))
    parts = []
    for path in files:
        reads = pl.read_parquet(path, columns=["time", "plate", "latitude", "longitude"])
        fitting = reads.filter(pl.col("plate").str.contains(_SERIES))
        parts.append(fitting.sample(min(each, len(fitting)), seed=seed))
    return pl.concat(parts).to_dicts()


def _kept(read: Read, shape: str) -> str:
    """The plate with ``?`` for each place whose mark is not ``k``."""
    return "".join(char if mark == "k" else "?" for char, mark in zip(read["plate"], shape, strict=True))


def _shaped(kind: Kind, shape: str) -> Callable[[Read, random.Random], Query]:
    return lambda read, _rng: Query(kind, _kept(read, shape))


def _whole(kind: Kind) -> Callable[[Read, random.Random], Query]:
    return lambda read, _rng: Query(kind, read["plate"])


def _fragment(read: Read, rng: random.Random) -> Query:
    at = rng.randrange(5)
    return Query(Kind.FRAGMENT, f"*{read['plate'][at : at + 3]}*")


def _star(read: Read, _rng: random.Random) -> Query:
    return Query(Kind.STAR, f"{read['plate'][:3]}*{read['plate'][-1]}")


def _sets(read: Read, rng: random.Random) -> Query:
    plate = read["plate"]
    first, last = (f"[{''.join(sorted({plate[at], *rng.sample('0123456789', 2)}))}]" for at in (0, 6))
    return Query(Kind.SETS, f"{first}{plate[1:4]}??{last}")


def _lookalikes(read: Read, rng: random.Random) -> Query:
    unknown = rng.sample(range(7), 2)
    return Query(Kind.LOOKALIKES, _kept(read, "".join("?" if at in unknown else "k" for at in range(7))))


def _around(read: Read, window: timedelta, rng: random.Random) -> Around:
    moment: datetime = read["time"]
    start = moment - window * rng.random()
    return Around(read["latitude"], read["longitude"], RADIUS_M, start, start + window)


def _travel(read: Read, _rng: random.Random) -> Query:
    end: datetime = read["time"] + timedelta(microseconds=1)
    return Query(Kind.CO_TRAVEL, read["plate"], start=end - JOURNEYS, end=end)
