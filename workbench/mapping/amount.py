"""How reads are drawn, by their number and by where they lie (464.7(d)); measured on two cores, see ``benchmarks``.

Most reads come from cameras that stand still: a circle with the count for each of these is exact, whatever the
number. Reads of cameras that move are drawn one by one, then in clusters, then as counted hexagons.
"""

from __future__ import annotations

import polars as pl

from workbench.mapping.layers import Camera, Points
from workbench.prose.words import local, plural

EACH, CLUSTERED = 2_000, 10_000
"""So many reads are drawn one by one, and so many in clusters; more than these are counted."""
STANDING = 400
"""So many cameras are drawn by themselves; the reads of more are drawn as those of cameras that move."""
STILL = 0.002
"""Degrees within which the reads of a camera lie that stands still: some 200 m, the reach of its lens and its GPS."""
FORMS = ("automatic", "reads", "hexagons", "heat")
"""How a person may have them drawn."""


def form_for(reads: int, asked: str = FORMS[0]) -> str:
    """How so many reads are drawn: reads, clusters, hexagons or heat; too many to part are counted all the same."""
    if asked in {"hexagons", "heat"}:
        return asked
    return "reads" if reads <= EACH else "clusters" if reads <= CLUSTERED else "hexagons"


def spots() -> list[pl.Expr]:
    """How placed reads are grouped: one spot a camera that stands still, one each some 100 m of one that moves.

    The middle of all the places of a camera in a car would be none of them.
    """
    up, across = pl.col("latitude"), pl.col("longitude")
    spread = pl.max_horizontal(up.max() - up.min(), across.max() - across.min()).over("camera")
    moves = spread.gt(STILL) | pl.col("camera").is_null()
    place = (pl.when(moves).then(degrees.round(3)).alias(name) for name, degrees in (("up", up), ("across", across)))
    return [pl.col("camera"), *place]


def standing(reads: pl.DataFrame) -> pl.DataFrame:
    """One row for each camera that stands still: its middle, ``count``, ``plates``, ``last`` and ``source``."""
    plate = pl.col("vehicle" if "vehicle" in reads.columns else "plate")
    up, across = pl.col("latitude"), pl.col("longitude")
    spread = pl.max_horizontal(up.max() - up.min(), across.max() - across.min())
    return (
        reads.drop_nulls("camera")
        .group_by("camera")
        .agg(
            up.mean(),
            across.mean(),
            pl.len().alias("count"),
            plate.n_unique().alias("plates"),
            pl.col("time").max().alias("last"),
            pl.col("source").drop_nulls().unique().sort().str.join(", ").alias("source"),
            spread.alias("spread"),
        )
        .filter(pl.col("spread") <= STILL)
        .drop("spread")
        .sort("count", "camera")
    )


def cameras(counted: pl.DataFrame, zone: str, chosen: str = "") -> list[Camera]:
    """The circles of ``standing`` cameras, with name, counts, source and the last read in words."""
    return [
        Camera(
            id=row["camera"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            count=row["count"],
            chosen=row["camera"] == chosen,
            source=row["source"],
            text=f"{row['camera']}\n{plural(row['count'], 'read')}, {plural(row['plates'], 'plate')}\n"
            f"last {local(row['last'], zone)}" + (f"\nsource: {row['source']}" if row["source"] else ""),
        )
        for row in counted.iter_rows(named=True)
    ]


def points(reads: pl.DataFrame, zone: str, *, clustered: bool) -> Points:
    """Reads one by one: plate, camera and local time in words."""
    plate = pl.col("vehicle" if "vehicle" in reads.columns else "plate")
    there = pl.col("time").dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M %Z")
    words = reads.select(pl.concat_str(plate.cast(pl.String), "camera", there, separator="\n", ignore_nulls=True))
    return Points(
        reads["read_id"].to_list(),
        reads["latitude"].to_list(),
        reads["longitude"].to_list(),
        words.to_series().to_list(),
        clustered,
    )
