"""Hits on the map (464.7(g)): a circle for each camera, the chosen hit's marked."""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.ui.words import local, plural
from workbench.wire.hits import Hit


def drawn(hits: list[Hit], chosen: Hit | None, zone: str, *, fit: bool) -> dict[str, Any]:
    """The layers for ``FoliumView``."""
    rows = [{"camera": h.camera, "latitude": h.latitude, "longitude": h.longitude, "time": h.time} for h in hits]
    places = _places(pl.DataFrame(rows)) if rows else []
    cameras = [_circle(place, chosen, zone) for place in places]
    return {"cameras": cameras, "stops": [], "track": [], "circle": None, "fit": fit}


def _places(reads: pl.DataFrame) -> list[dict[str, Any]]:
    counted = reads.group_by("camera").agg(
        pl.col("latitude").mean(), pl.col("longitude").mean(), pl.len().alias("count"), pl.col("time").max()
    )
    return counted.sort("count", "camera").to_dicts()


def _circle(place: dict[str, Any], chosen: Hit | None, zone: str) -> dict[str, Any]:
    words = f"{place['camera']}\n{plural(place['count'], 'hit')}, last {local(place['time'], zone)}"
    return {
        "id": place["camera"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "count": place["count"],
        "label": f"{place['count']:,}",
        "chosen": chosen is not None and chosen.camera == place["camera"],
        "text": words,
    }
