"""Reads of one vehicle grouped into places and visits (464.7(d)).

Reads that lie within so many metres of a place's busiest point are of that place (leader clustering, Hartigan 1975,
the busiest points leading). A visit lasts while no other place reads the vehicle, for twelve hours between reads at
most; how long it stayed is known only from first read to last.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from workbench.search.ground import local, place_name
from workbench.store.segments.places import EARTH_RADIUS_M
from workbench.wire.movement import HOURS_OF_WEEK

APART = timedelta(hours=12)
"""Reads at one place that are further apart are of two visits."""


def grouped(reads: pl.DataFrame, metres: float) -> pl.DataFrame:
    """The reads with ``group``, the number of their place; those without coordinates are grouped by their camera."""
    points = (
        reads.group_by("latitude", "longitude", pl.when(_nowhere()).then("camera").alias("alone"))
        .agg(count=pl.len())
        .sort("count", "latitude", "longitude", "alone", descending=[True, False, False, False])
    )
    group = _leaders(points, metres)
    numbered = points.with_columns(
        group=group, lead_latitude=pl.col("latitude").gather(group), lead_longitude=pl.col("longitude").gather(group)
    )
    named = reads.with_columns(alone=pl.when(_nowhere()).then("camera"))
    key = ["latitude", "longitude", "alone"]
    return named.join(numbered.drop("count"), on=key, how="left", nulls_equal=True, maintain_order="left").drop("alone")


def _nowhere() -> pl.Expr:
    return pl.col("latitude").is_null() | pl.col("longitude").is_null()


def _leaders(points: pl.DataFrame, metres: float) -> pl.Series:
    """For each point, the busiest first, the number of the point that leads its place."""
    latitude, longitude = (np.radians(points[name].to_numpy()) for name in ("latitude", "longitude"))
    group = np.full(len(points), -1, np.int64)
    for leader in range(len(points)):
        if group[leader] >= 0:
            continue
        group[leader] = leader
        north = np.sin((latitude - latitude[leader]) / 2) ** 2
        east = np.sin((longitude - longitude[leader]) / 2) ** 2
        chord = np.clip(north + np.cos(latitude) * np.cos(latitude[leader]) * east, 0, 1)
        away = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))
        group[(away <= metres) & (group < 0)] = leader  # no number is within any distance of a missing one
    return pl.Series(group)


def days(reads: pl.DataFrame, zone: str) -> int:
    """Local days on which there was a read."""
    return reads.select(local(zone).dt.date())["time"].n_unique()


def summed(reads: pl.DataFrame, zone: str) -> pl.DataFrame:
    """One row a place, from reads with their ``group``; with the ``read_ids`` of each."""
    ordered = reads.sort("time", "read_id").with_columns(
        clock=local(zone),
        new=(pl.col("group") != pl.col("group").shift()) | (pl.col("time").diff() > APART),
    )
    ordered = ordered.with_columns(visit=pl.col("new").fill_null(value=True).cum_sum(), place=place_name())
    visits = ordered.group_by("group", "visit").agg(stayed=pl.col("time").max() - pl.col("time").min())
    minutes = pl.col("stayed").dt.total_seconds() / 60
    stays = visits.group_by("group").agg(
        visits=pl.len().cast(pl.Int64), stayed_minutes=minutes.sum(), longest_minutes=minutes.max()
    )
    clock = pl.col("clock").dt
    hour = (clock.weekday().cast(pl.Int64) - 1) * 24 + clock.hour()
    points = ordered.group_by("group").agg(
        pl.col("place").mode().sort().first(),
        pl.col("lead_latitude").first().alias("latitude"),
        pl.col("lead_longitude").first().alias("longitude"),
        reads=pl.len().cast(pl.Int64),
        days=clock.date().n_unique().cast(pl.Int64),
        by_hour=pl.concat_list([(hour == number).sum().cast(pl.UInt32) for number in range(HOURS_OF_WEEK)]),
        first=pl.col("time").min(),
        last=pl.col("time").max(),
        read_ids=pl.col("read_id"),
    )
    return (
        points.join(stays, on="group")
        .sort("visits", "reads", "place", descending=[True, True, False])
        .select(
            *("place", "latitude", "longitude", "reads", "visits", "days", "stayed_minutes", "longest_minutes"),
            *("by_hour", "first", "last", "read_ids"),
        )
    )
