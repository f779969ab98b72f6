"""How likely a vehicle is to be met on an outing because of its own habits (464.7(d)).

Whoever takes the same road at the same hour each day is met often, and by chance. So the chance of a meeting comes
from the vehicle's own reads on other days than that of the outing: how often it passes near the same place around
the same time of day, on that day of the week and on days of that kind (Monday to Friday, or the weekend). Around the
time of day is looked at narrowly and widely, for punctual habits and for loose ones, and the highest chance counts.
Half a passage more than there was counts too, and the expected number of passages stands for their probability,
which it is never below (Markov's inequality).

Places of one outing are not independent: whoever drives along behind is met at all of them or at none. They are
taken as wholly dependent (comonotone): sharing ``needed`` places is as likely as the least likely of the likeliest
``needed`` ones. Different outings are taken as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from workbench.search.ground import local, place_name
from workbench.store.areas import metres_between
from workbench.store.segments.places import EARTH_RADIUS_M

WIDTHS = (300.0, 900.0, 3600.0)
"""Seconds before and after the time of day in which other days' passages count, besides those of a meeting."""
WEEKS = 4
"""All days of the kind weigh as much as so many of the same day of the week."""
_DAY = timedelta(days=1) // timedelta(microseconds=1)


def chances(
    spots: pl.DataFrame,
    history: pl.DataFrame,
    seconds: float,
    metres: float,
    window: tuple[datetime, datetime],
    zone: str,
) -> pl.DataFrame:
    """``key``, ``outing`` and ``chance``, for each vehicle of ``history`` and each outing of ``spots``.

    ``spots`` as ``passages`` makes them; ``history`` are the vehicles' reads in the window (UTC), with ``key``.
    """
    widths = [seconds, *(width for width in WIDTHS if width > seconds)]
    asked = spots.group_by("passage").agg(pl.col("outing", "place", "needed", "clock", "latitude", "longitude").first())
    counted = _other_days(asked, _once(history, seconds, zone), metres, widths)
    every = history.select("key").unique().join(_with_days(asked, window, zone), how="cross")
    known = every.join(counted, on=["key", "passage"], how="left").with_columns(
        pl.col("^(kind|same)_[0-9.]+$").fill_null(0)
    )
    chance = pl.max_horizontal(_chance(width, seconds) for width in widths)
    at_place = known.group_by("key", "outing", "place").agg(
        pl.col("needed").first(), chance=chance.sum().clip(0.0, 1.0)
    )
    rank = pl.col("chance").rank("ordinal", descending=True).over("key", "outing")
    return at_place.filter(rank == pl.col("needed")).select("key", "outing", "chance").sort("key", "outing")


def _chance(width: float, seconds: float) -> pl.Expr:
    """Passages to be expected within ``seconds`` of the time of day, from those within ``width`` of it."""
    a_day = (pl.col(f"kind_{width}") + 0.5) / (pl.col("kind_days") + 1)
    this_day = (pl.col(f"same_{width}") + WEEKS * a_day) / (pl.col("same_days") + WEEKS)
    return (this_day * (seconds / width)).clip(0.0, 1.0)


def _once(history: pl.DataFrame, seconds: float, zone: str) -> pl.DataFrame:
    """The vehicles' passages: reads at one place that follow each other closely are one."""
    ordered = history.sort("key", "time", "read_id").with_columns(place=place_name(), clock=local(zone))
    gap, before = pl.col("time").diff().over("key"), pl.col("place").shift().over("key")
    again = (gap <= timedelta(seconds=seconds)) & (pl.col("place") == before)
    return ordered.filter(~again.fill_null(value=False)).select("key", "clock", "latitude", "longitude")


def _other_days(asked: pl.DataFrame, passed: pl.DataFrame, metres: float, widths: Sequence[float]) -> pl.DataFrame:
    """How often each vehicle passed near each spot on other days around its time of day, by width."""
    where = ["latitude", "longitude"]
    near = _beside(passed.select(where).unique(), asked.select(where).unique(), metres)
    spots = asked.select("passage", "clock", *(pl.col(name).alias(f"{name}_spot") for name in where))
    pairs = (
        passed.lazy()
        .join(near.lazy(), on=where)
        .join(spots.lazy(), on=["latitude_spot", "longitude_spot"], suffix="_spot")
        .select("key", "passage", "clock_spot", away=(pl.col("clock") - pl.col("clock_spot")).dt.total_microseconds())
        .with_columns(days=((pl.col("away") + _DAY // 2) // _DAY))
        .with_columns(off=(pl.col("away") - pl.col("days") * _DAY).abs() / 1_000_000)
        .filter(pl.col("days") != 0, pl.col("off") <= max(widths))
    )
    kinds = {"kind": _kind(pl.lit(0)) == _kind(pl.col("days")), "same": pl.col("days") % 7 == 0}
    counts = {
        f"{name}_{width}": ((pl.col("off") <= width) & fits).sum() for width in widths for name, fits in kinds.items()
    }
    return pairs.group_by("key", "passage").agg(**counts).collect(engine="streaming")


def _beside(places: pl.DataFrame, spots: pl.DataFrame, metres: float) -> pl.DataFrame:
    """Pairs of a place and a spot (``_spot``) within so many metres, looked for along strips of latitude."""
    strip = (pl.col("latitude").radians() * (EARTH_RADIUS_M / metres)).floor().cast(pl.Int64)
    strips = spots.with_columns(strip=pl.concat_list(strip - 1, strip, strip + 1)).explode("strip", empty_as_null=False)
    pairs = places.with_columns(strip=strip).lazy().join(strips.lazy(), on="strip", suffix="_spot")
    return pairs.filter(metres_between("_spot") <= metres).drop("strip").collect(engine="streaming")


def _kind(days: pl.Expr, clock: str = "clock_spot") -> pl.Expr:
    """Whether the day so many days after a spot's is one from Monday to Friday."""
    return (pl.col(clock).dt.weekday().cast(pl.Int64) - 1 + days) % 7 < 5


def _with_days(asked: pl.DataFrame, window: tuple[datetime, datetime], zone: str) -> pl.DataFrame:
    """With how many other days of the window have the spot's time of day: of its kind, and of its day of the week."""
    start, end = (pl.lit(moment).dt.convert_time_zone(zone).dt.replace_time_zone(None) for moment in window)
    first, end_ = (-((pl.col("clock") - moment).dt.total_microseconds() // _DAY) for moment in (start, end))
    others = (
        asked.with_columns(days=pl.int_ranges(first, end_))
        .explode("days", empty_as_null=False)
        .filter(pl.col("days") != 0)
    )
    counted = others.group_by("passage").agg(
        kind_days=(_kind(pl.lit(0), "clock") == _kind(pl.col("days"), "clock")).sum(),
        same_days=(pl.col("days") % 7 == 0).sum(),
    )
    plain = asked.select("passage", "outing", "place", "needed")
    return plain.join(counted, on="passage", how="left").with_columns(pl.col("kind_days", "same_days").fill_null(0))
