"""Hits on the map (464.7(g)): a circle for each camera, the chosen hit's marked."""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.mapping.amount import spots
from workbench.mapping.layers import Camera
from workbench.ui.words import local, plural
from workbench.wire.hits import Hit


def cameras(hits: list[Hit], chosen: Hit | None, zone: str) -> list[Camera]:
    """A circle with a count for each camera, of one in a car for each place where it was."""
    rows = [{"camera": h.camera, "latitude": h.latitude, "longitude": h.longitude, "time": h.time} for h in hits]
    places = _places(pl.DataFrame(rows)) if rows else []
    return [_circle(place, chosen, zone) for place in places]


def _places(reads: pl.DataFrame) -> list[dict[str, Any]]:
    counted = reads.group_by(spots()).agg(
        pl.col("latitude").mean(), pl.col("longitude").mean(), pl.len().alias("count"), pl.col("time").max()
    )
    return counted.sort("count", "camera").to_dicts()


def _circle(place: dict[str, Any], chosen: Hit | None, zone: str) -> Camera:
    words = f"{place['camera']}\n{plural(place['count'], 'hit')}, last {local(place['time'], zone)}"
    return Camera(
        id=place["camera"],
        latitude=place["latitude"],
        longitude=place["longitude"],
        count=place["count"],
        chosen=chosen is not None and chosen.camera == place["camera"],
        text=words,
    )
