"""Many reads as few shapes (464.7(d)): hexagons of the screen's size, counted in polars for what the map shows.

Cells lie on Web Mercator's plane (EPSG:3857 as tiles cut it: x and y from 0 to 1), so they are regular on the map and
stay where they are when it is moved. Pointy-top hexagons with axial coordinates, rounded as cubes.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import atan, degrees, exp, log, pi, sqrt, tan

import polars as pl

from workbench.mapping.layers import Cell, Heat, Place
from workbench.mapping.sight import Sight
from workbench.prose.words import plural

HEXAGON, HEAT = 30, 5
"""Pixels from a hexagon's middle to its corners, as drawn and as warmth."""
_TILE = 256
_EDGE = 85.05112878
"""Degrees of latitude where Web Mercator's square ends."""


def on_plane(reads: pl.DataFrame) -> pl.DataFrame:
    """The reads that have a place, with ``x`` and ``y`` on the plane; done once, however often they are counted."""
    up = pl.col("latitude").clip(-_EDGE, _EDGE).radians()
    return reads.drop_nulls(["latitude", "longitude"]).with_columns(
        ((pl.col("longitude") + 180) / 360).alias("x"),
        (0.5 - ((pi / 4 + up / 2).tan().log()) / (2 * pi)).alias("y"),
    )


def cells(reads: pl.DataFrame, sight: Sight) -> list[Cell]:
    """Hexagons with their counts of reads ``on_plane`` in what the map shows and a margin; the fullest come last."""
    size, counted = _counted(reads, sight, HEXAGON)
    return [
        Cell(*_place(x, y), count, tuple(_corners(x, y, size)), plural(count, "read"))
        for x, y, count in _middles(counted.sort("count", "q", "r"), size)
    ]


def heat(reads: pl.DataFrame, sight: Sight) -> Heat:
    """Where reads ``on_plane`` are dense; warmth goes by the logarithm, or one busy camera would outshine all."""
    size, counted = _counted(reads, sight, HEAT)
    places = [(*_place(x, y), count) for x, y, count in _middles(counted.sort("q", "r"), size)]
    most = log(1 + max((count for *_, count in places), default=1))
    return Heat(
        [up for up, _, _ in places],
        [across for _, across, _ in places],
        [log(1 + count) / most for *_, count in places],
    )


def _counted(reads: pl.DataFrame, sight: Sight, pixels: float) -> tuple[float, pl.DataFrame]:
    """How large a cell is on the plane, and the counts by ``q`` and ``r``."""
    size = pixels / (_TILE * 2**sight.zoom)
    seen = sight.wider(0.2)
    (left, top), (right, bottom) = _point(seen.north, seen.west), _point(seen.south, seen.east)
    inside = pl.col("x").is_between(left, right) & pl.col("y").is_between(top, bottom)
    r = pl.col("y") * (2 / 3) / size
    q = pl.col("x") * (sqrt(3) / 3) / size - pl.col("y") / 3 / size
    return size, reads.lazy().filter(inside).select(*_rounded(q, r)).group_by("q", "r").agg(
        pl.len().alias("count")
    ).collect()


def _rounded(q: pl.Expr, r: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The nearest cell: of the three coordinates the one that was rounded most follows from the others."""
    s = -q - r
    near_q, near_r, near_s = q.round(), r.round(), s.round()
    off_q, off_r, off_s = (near_q - q).abs(), (near_r - r).abs(), (near_s - s).abs()
    worst_q, worst_r = (off_q > off_r) & (off_q > off_s), off_r > off_s
    return (
        pl.when(worst_q).then(-near_r - near_s).otherwise(near_q).cast(pl.Int64).alias("q"),
        pl.when(~worst_q & worst_r).then(-near_q - near_s).otherwise(near_r).cast(pl.Int64).alias("r"),
    )


def _middles(counted: pl.DataFrame, size: float) -> Iterator[tuple[float, float, int]]:
    for q, r, count in counted.select("q", "r", "count").iter_rows():
        yield size * sqrt(3) * (q + r / 2), size * 1.5 * r, count


def _corners(x: float, y: float, size: float) -> Iterator[Place]:
    half = size * sqrt(3) / 2
    for dx, dy in ((0, -size), (half, -size / 2), (half, size / 2), (0, size), (-half, size / 2), (-half, -size / 2)):
        yield _place(x + dx, y + dy)


def _place(x: float, y: float) -> Place:
    return degrees(2 * atan(exp((0.5 - y) * 2 * pi)) - pi / 2), x * 360 - 180


def _point(latitude: float, longitude: float) -> tuple[float, float]:
    up = max(-_EDGE, min(_EDGE, latitude)) * pi / 180
    return (longitude + 180) / 360, 0.5 - log(tan(pi / 4 + up / 2)) / (2 * pi)
