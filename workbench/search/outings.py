"""One vehicle's outings, and who was read near it on them (464.7(d)).

An outing ends when the vehicle is not read for half an hour. Somebody shares it who was read near the vehicle at
half of the outing's places or more: at one place two vehicles meet at every red light.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from workbench.search.ground import local, place_name

APART = timedelta(minutes=30)
"""Without a read for longer, the vehicle's outing is over."""


def passages(reads: pl.DataFrame, seconds: float, zone: str) -> pl.DataFrame:
    """The reads of one vehicle in order, as spots: with ``outing``, ``place``, ``passage`` (numbers) and ``clock``.

    Reads at one place with no more than ``seconds`` between them are one passage. ``needed`` is how many places of
    the outing have to be shared.
    """
    ordered = reads.sort("time", "read_id").with_row_index("spot").with_columns(place=place_name(), clock=local(zone))
    gap = pl.col("time").diff()
    moved = pl.col("place") != pl.col("place").shift()
    outing = (gap > APART).fill_null(value=True)
    passage = (outing | moved | (gap > timedelta(seconds=seconds))).fill_null(value=True)
    numbered = ordered.with_columns(outing=outing.cum_sum(), passage=passage.cum_sum())
    return numbered.with_columns(needed=((pl.col("place").n_unique() + 1) // 2).over("outing"))


def company(spots: pl.DataFrame, near: pl.DataFrame) -> pl.DataFrame:
    """One row a vehicle (``key``) that was read near the spots: ``near`` are its reads with ``spot``.

    ``encounters`` are passages, ``places`` and ``days`` (local) are different ones, ``outings`` those it shared.
    """
    met = near.join(spots.select("spot", "outing", "passage", "place", "needed", "clock"), on="spot")
    shared = (
        met.group_by("key", "outing")
        .agg(shared=pl.col("place").n_unique() >= pl.col("needed").first())
        .group_by("key")
        .agg(outings=pl.col("shared").sum().cast(pl.Int64))
    )
    counted = met.group_by("key").agg(
        encounters=pl.col("passage").n_unique().cast(pl.Int64),
        places=pl.col("place").n_unique().cast(pl.Int64),
        days=pl.col("clock").dt.date().n_unique().cast(pl.Int64),
        first=pl.col("time").min(),
        last=pl.col("time").max(),
        read_ids=pl.col("read_id").unique(),
    )
    return counted.join(shared, on="key").sort("key")
