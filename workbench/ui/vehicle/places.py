"""Places frequented (464.7(d)): how much of the vehicle's days each has, and at which hours."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from workbench.wire.movement import HOURS_OF_WEEK

SCORE = (
    "The score of a place is the share of the days on which the vehicle was read at all that it was read there: 100 "
    "is every such day. It counts days, not reads, so that a camera that the vehicle passes ten times a day weighs no "
    "more. Places without a camera can't be seen. Nights at one place suggest a home, a lodging or a place of work; "
    "they prove none."
)
_PARTS = (
    ("nights, 22 to 06", range(22, 30)),
    ("mornings, 06 to 12", range(6, 12)),
    ("afternoons, 12 to 18", range(12, 18)),
    ("evenings, 18 to 22", range(18, 22)),
)


def scored(places: pl.DataFrame, days: int) -> pl.DataFrame:
    """The places with ``score`` (0 to 100) and ``of_days``, the highest first."""
    return places.with_columns(
        score=(pl.col("days") * 100 / max(days, 1)).clip(0, 100), of_days=pl.lit(days, dtype=pl.Int64)
    ).sort("score", "visits", "reads", "place", descending=[True, True, True, False])


def hours(places: pl.DataFrame, place: str = "") -> list[int]:
    """Reads of each hour of the week, 168 from Monday 00:00; of one place, or of all."""
    rows = places.filter(pl.col("place") == place) if place else places
    return [sum(each) for each in zip(*rows["by_hour"].to_list(), strict=True)] if len(rows) else [0] * HOURS_OF_WEEK


def profile(by_hour: Sequence[int]) -> str:
    """When most of a place's reads are, in words with their share; empty without a read."""
    total = sum(by_hour)
    if not total:
        return ""
    weekend = sum(by_hour[5 * 24 :]) / total
    parts = {name: sum(by_hour[day * 24 + hour % 24] for day in range(7) for hour in span) for name, span in _PARTS}
    name, most = max(parts.items(), key=lambda each: each[1])
    told = f"{name} ({most / total:.0%})"
    return f"{told}; {weekend:.0%} at weekends" if weekend else told
