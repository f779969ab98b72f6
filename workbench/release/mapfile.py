"""Reads as a map in one file (464.5, 464.7(d), 464.9): the stamp, the map, and what it shows as rows under it.

Cameras that stand still are circles with counts, other reads points or clusters, a vehicle's reads numbered stops, and
what was searched around stands as areas. It opens without a network, in any browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from workbench.errors import BadInput
from workbench.mapping.amount import CLUSTERED
from workbench.mapping.assets import Assets
from workbench.mapping.crowd import Crowd
from workbench.mapping.document import document
from workbench.mapping.laid import Sheet
from workbench.mapping.shapes import Shape
from workbench.mapping.stops import stops
from workbench.release.stamp import Stamp
from workbench.wire.export import kind_of
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

MOST = CLUSTERED
"""Reads that a map in a file shows: more are not drawn one by one, and a file has nobody who counts them anew."""


def map_of(stamp: Stamp, reads: pl.DataFrame, query: Mapping[str, Any], assets: Assets) -> bytes:
    """The file, HTML in UTF-8; ``query`` is the message as it was asked. ``BadInput`` for more than ``MOST`` reads."""
    if len(reads) > MOST:
        raise BadInput(
            f"A map holds {MOST:,} reads at most; {len(reads):,} are in this answer.",
            where="format",
            how="Narrow the search, or take them out as CSV or XLSX.",
        )
    placed = reads.drop_nulls(["latitude", "longitude"])
    lost = "" if len(placed) == len(reads) else f" of {len(reads):,}; the others have no place"
    lines = [*stamp.lines(), ("Reads on the map", f"{len(placed):,}{lost}")]
    return document(_laid(stamp, placed, query), stamp.notices, lines, assets)


def _laid(stamp: Stamp, placed: pl.DataFrame, query: Mapping[str, Any]) -> Sheet:
    areas = list(_areas(query))
    named = placed.with_columns(
        pl.coalesce("resolved_plate", "plate").alias("vehicle"), pl.col("camera").fill_null("no camera")
    )
    if kind_of(dict(query)) == "vehicle":
        numbered, track = stops(named.sort("time").with_row_index("number", offset=1), "", stamp.zone)
        return Sheet(stops=numbered, track=track, shapes=areas)
    drawn = Crowd(named, stamp.zone).drawn(None)
    return Sheet(cameras=drawn.cameras, points=drawn.points, shapes=areas)


def _areas(query: Mapping[str, Any]) -> Iterator[Shape]:
    """What was searched around, of each kind of search."""
    scenes = query.get("scenes") or []
    found = [(f"Scene {number}", scene.get("area")) for number, scene in enumerate(scenes, 1)]
    for name, area in [*found, ("Area searched", query.get("area"))]:
        if area is not None:
            yield Shape(name, (Polygon if "vertices" in area else Circle).model_validate(area))
