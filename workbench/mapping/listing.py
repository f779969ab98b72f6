"""What a map shows, as rows (464.7(d)): for whoever can't see it, and under a map that is put into a case's file."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from workbench.mapping.laid import Laid

Row = tuple[str, str, str, str, int | None, float, float]
SCHEMA = {
    "key": pl.String,
    "what": pl.String,
    "name": pl.String,
    "told": pl.String,
    "count": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}
"""``key`` names the row; ``count`` is null where a thing isn't counted; degrees, WGS 84."""


def listing(laid: Laid) -> pl.DataFrame:
    """Everything that stands on the map, a row each: areas, stops in their order, cameras, reads, hexagons.

    Heat is a picture of what is counted elsewhere and has no row.
    """
    rows = [*_areas(laid), *_stops(laid), *_cameras(laid), *_reads(laid), *_hexagons(laid)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _areas(laid: Laid) -> Iterator[Row]:
    for shape in laid.shapes:
        south, west, north, east = shape.bounds()
        yield f"area:{shape.name}", "Area", shape.name, shape.words(), None, (south + north) / 2, (west + east) / 2


def _stops(laid: Laid) -> Iterator[Row]:
    for stop in laid.stops:
        yield f"stop:{stop.id}", "Stop", stop.label, _line(stop.text), None, stop.latitude, stop.longitude


def _cameras(laid: Laid) -> Iterator[Row]:
    for each in laid.cameras:
        count = each.count if each.counted else None
        yield f"camera:{each.id}", "Camera", each.id, _line(each.text, each.id), count, each.latitude, each.longitude


def _reads(laid: Laid) -> Iterator[Row]:
    each = laid.points
    for name, text, up, across in zip(each.ids, each.texts, each.latitudes, each.longitudes, strict=True):
        first, _, rest = text.partition("\n")
        yield f"point:{name}", "Read", first, _line(rest), None, up, across


def _hexagons(laid: Laid) -> Iterator[Row]:
    for number, cell in enumerate(reversed(laid.cells)):
        name = f"around {cell.latitude:.4f}, {cell.longitude:.4f}"
        yield f"cell:{number}", "Hexagon", name, cell.text, cell.count, cell.latitude, cell.longitude


def _line(text: str, name: str = "") -> str:
    """The words of a tooltip in one line, without the name that stands before them anyway."""
    lines = [line for line in text.splitlines() if line and line != name]
    return "; ".join(lines)
