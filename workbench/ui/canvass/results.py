"""A canvass seen as vehicles (464.7(d)): at which scenes and when, and why one is left out as usually there."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from workbench.ui.words import listed, plural
from workbench.wire.movement import Residents

_DESCRIBED = pl.col("description").filter(pl.col("description") != "")


def vehicles(reads: pl.DataFrame, of: Sequence[int], residents: Residents, at_least: int) -> pl.DataFrame:
    """One row a vehicle: those at most scenes that are not usual for them first, then the least usual ones.

    ``seen`` lists ``scene`` (from 1), ``first`` and ``last``; ``usual`` the scenes that are usual for the vehicle,
    by ``usual_days`` of the days in ``of`` (none: nothing was counted, and nothing is usual); ``left_out`` says
    whether too few others are left.
    """
    counted = "usual_days" in reads.columns and len(of) > 0
    by_scene = (
        reads.explode("scenes", empty_as_null=False)
        .group_by("vehicle", pl.col("scenes").alias("scene"))
        .agg(first=pl.col("time").min(), last=pl.col("time").max())
        .sort("scene")
        .group_by("vehicle")
        .agg(seen=pl.struct("scene", "first", "last"), at=pl.col("scene"))
    )
    habits = ["usual_days", "usual_then"] if counted else []
    found = (
        reads.group_by("vehicle")
        .agg(
            pl.len().alias("reads"),
            pl.col("time").min().alias("first"),
            pl.col("time").max().alias("last"),
            _DESCRIBED.mode().sort().first().fill_null("").alias("description"),
            pl.col("state").drop_nulls().mode().sort().first(),
            *(pl.col(name).first() for name in habits),
        )
        .join(by_scene, on="vehicle")
    )
    return (
        found.with_columns(usual=_usual(of, residents) if counted else pl.lit([], dtype=pl.List(pl.UInt8)))
        .with_columns(scenes=pl.col("at").list.len(), unusual=pl.col("at").list.len() - pl.col("usual").list.len())
        .with_columns(
            left_out=(pl.col("usual").list.len() > 0) & (pl.col("unusual") < at_least),
            habit=_habit() if counted else pl.lit(0),
        )
        .sort("unusual", "scenes", "habit", "last", "vehicle", descending=[True, True, False, True, False])
    )


def _usual(of: Sequence[int], residents: Residents) -> pl.Expr:
    """The scenes, of those where the vehicle was, that are usual for it."""
    numbers = (
        pl.when(
            pl.col("at").list.contains(number) & (pl.col("usual_days").list.get(number - 1) >= residents.days_of(days))
        ).then(pl.lit(number, dtype=pl.UInt8))
        for number, days in enumerate(of, 1)
    )
    return pl.concat_list(numbers).list.drop_nulls()


def _habit() -> pl.Expr:
    """Days on which the vehicle was at the scenes where it was now, all together."""
    return (
        pl.col("usual_days").list.gather(pl.col("at").cast(pl.List(pl.UInt32)).list.eval(pl.element() - 1)).list.sum()
    )


def why(record: dict[str, object], names: Sequence[str], of: Sequence[int], residents: Residents, at_least: int) -> str:
    """Why a vehicle is left out, in words with the figures."""
    usual, days = _numbers(record["usual"]), _numbers(record["usual_days"])
    told = [
        f"read in the area of {names[number - 1]} on {days[number - 1]:,} of {of[number - 1]:,} other days "
        f"(usual from {residents.days_of(of[number - 1]):,} on)"
        for number in usual
    ]
    left = _count(record["unusual"])
    other = f"That leaves {plural(left, 'scene')}" if left else "That leaves no scene"
    return f"It was {listed(told)}. {other}; {at_least:,} asked for."


def habit(record: dict[str, object], names: Sequence[str], of: Sequence[int]) -> list[tuple[str, bool]]:
    """For each scene where the vehicle was: on how many other days it was read there; and whether that is usual."""
    days, then = _numbers(record["usual_days"]), _numbers(record["usual_then"])
    usual = set(_numbers(record["usual"]))
    return [
        (
            f"{names[n - 1]}: {days[n - 1]} of {of[n - 1]} days"
            + (f", {then[n - 1]} at this hour" if days[n - 1] else ""),
            n in usual,
        )
        for n in _numbers(record["at"])
    ]


def _numbers(value: object) -> list[int]:
    return [int(each) for each in value] if isinstance(value, (list, tuple)) else []


def _count(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
