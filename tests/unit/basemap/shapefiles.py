"""Shapefiles as the Census Bureau publishes them, of roads that exist nowhere."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import shapefile

Road = tuple[str, str, Sequence[Sequence[tuple[float, float]]]]
"""Feature class, name, and the parts of the line as longitude and latitude."""
ROADS: list[Road] = [
    ("S1100", "I- 8", [[(-115.9, 32.77), (-115.4, 32.775)]]),
    ("S1200", "State Hwy 86", [[(-115.56, 32.7), (-115.56, 32.9)]]),
    (
        "S1400",
        "Fictitious St",
        [[(-115.57, 32.79), (-115.56, 32.79), (-115.55, 32.795)], [(-115.54, 32.79), (-115.53, 32.79)]],
    ),
    ("S1500", "", [[(-115.6, 32.6), (-115.61, 32.61)]]),
    ("S9999", "No Road", [[(-115.6, 32.6), (-115.61, 32.61)]]),
]


def written(folder: Path, roads: Sequence[Road] = tuple(ROADS), name: str = "tl_2025_06025_roads") -> Path:
    """A zip with the shapefile of these roads."""
    with shapefile.Writer(str(folder / name), shapeType=shapefile.POLYLINE) as writer:
        for field, size in (("LINEARID", 22), ("FULLNAME", 100), ("RTTYP", 1), ("MTFCC", 5)):
            writer.field(field, "C", size=size)
        for number, (kind, title, parts) in enumerate(roads):
            writer.line([[list(point) for point in part] for part in parts])
            writer.record(str(number), title, "M", kind)
    packed = folder / f"{name}.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(folder / f"{name}{suffix}", f"{name}{suffix}")
    return packed
