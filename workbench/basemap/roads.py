"""Roads of a Census TIGER/Line shapefile (464.7(d)): lines in degrees, and what kind of road each is.

The format is the All Roads file of a county, ``tl_<year>_<county>_roads.zip``: ESRI polylines with FULLNAME, RTTYP and
MTFCC in the table. Coordinates are NAD 83, within two metres of WGS 84, and taken as these. The kinds are those that
the Protomaps basemap schema (version 4) gives roads. Source: Census Bureau, MTFCC feature class codes, TIGER/Line
technical documentation, appendix E.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import shapefile

from workbench.errors import BadInput

Line = list[tuple[float, float]]
"""Longitude and latitude of each point, degrees."""

KINDS = {
    "S1100": ("highway", 5),
    "S1200": ("major_road", 7),
    "S1630": ("major_road", 10),
    "S1400": ("minor_road", 10),
    "S1640": ("minor_road", 10),
    "S1730": ("minor_road", 13),
    "S1740": ("minor_road", 12),
    "S1750": ("minor_road", 13),
    "S1780": ("minor_road", 14),
    "S1500": ("other", 12),
    "S1710": ("path", 14),
    "S1720": ("path", 14),
    "S1820": ("path", 14),
    "S1830": ("path", 14),
}
"""By feature class: the kind of road, and the zoom level from which it is drawn."""


@dataclass(frozen=True, slots=True)
class Road:
    """One record: its parts as lines, its kind, its name (empty for none) and the zoom level it is drawn from."""

    lines: list[Line]
    kind: str
    name: str
    lowest: int


def roads(path: Path) -> Iterator[Road]:
    """The roads of a shapefile (``.zip`` or ``.shp``); ``BadInput`` where it is none, or not one of roads."""
    try:
        with shapefile.Reader(str(path)) as reader:
            if reader.shapeTypeName not in {"POLYLINE", "POLYLINEZ", "POLYLINEM"}:
                raise BadInput(
                    f"{path.name} holds {reader.shapeTypeName.lower()} shapes, not lines of roads.", how=_HOW
                )
            fields = {field[0] for field in reader.fields}
            if not {"FULLNAME", "MTFCC"} <= fields:
                raise BadInput(f"{path.name} has no columns FULLNAME and MTFCC.", how=_HOW)
            for entry in reader.iterShapeRecords(fields=["FULLNAME", "MTFCC"]):
                yield from _road(entry)
    except (shapefile.ShapefileException, OSError, BadZipFile, struct.error, ValueError) as error:
        raise BadInput(f"{path.name} can't be read as a shapefile.", how=_HOW, diagnostic=str(error)) from error


_HOW = "Give the All Roads file of a county as the Census Bureau publishes it, tl_<year>_<county>_roads.zip."


def _road(entry: shapefile.ShapeRecord) -> Iterator[Road]:
    known = KINDS.get(str(entry.record["MTFCC"]).strip())
    if known is None or not entry.shape.points:
        return
    points = [(float(point[0]), float(point[1])) for point in entry.shape.points]
    if not all(-180 <= x <= 180 and -85 <= y <= 85 for x, y in points):
        raise BadInput("A road lies outside the earth: the shapefile is not in degrees.", how=_HOW)
    edges = [*entry.shape.parts, len(points)]
    lines = [points[start:end] for start, end in pairwise(edges) if end - start > 1]
    kind, lowest = known
    yield Road(lines, kind, str(entry.record["FULLNAME"] or "").strip(), lowest)
