"""One PMTiles file from the roads of a county (464.7(d)): what a map draws under reads, without asking anybody.

Source: PMTiles specification version 3; tiles are vector tiles with one layer ``roads``, compressed with gzip.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from workbench.basemap.cutting import Place, cut, on_plane
from workbench.basemap.roads import Road, roads
from workbench.basemap.vector_tile import Layer
from workbench.errors import BadInput

LOWEST, DEEPEST = 5, 14
"""Zoom levels that are cut; the map stretches the deepest for closer views."""
_ORDER = ("path", "other", "minor_road", "major_road", "highway")
ATTRIBUTION = "Roads: US Census Bureau, TIGER/Line"


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: roads taken, tiles, and the size of the file in bytes."""

    roads: int
    tiles: int
    size: int


def build(source: Path, out: Path, *, told: Callable[[int, int], None] = lambda _zoom, _tiles: None) -> Built:
    """Write ``out`` from a road shapefile, in one step: it is whole or not there; ``BadInput`` where there is none.

    ``told`` hears of each zoom level, and how many tiles it has.
    """
    found = sorted(roads(source), key=lambda road: _ORDER.index(road.kind))
    points = [point for road in found for line in road.lines for point in line]
    if not points:
        raise BadInput(f"No road was found in {source.name}.", how="Give an All Roads file of a county.")
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as draft:
        try:
            tiles = _write(Writer(draft), found, points, told)
            draft.flush()
            os.fsync(draft.fileno())
            os.fchmod(draft.fileno(), 0o644)
            size = draft.tell()
            Path(draft.name).replace(out)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return Built(len(found), tiles, size)


def _write(
    writer: Writer, found: list[Road], points: list[tuple[float, float]], told: Callable[[int, int], None]
) -> int:
    laid = [(road, [on_plane(line) for line in road.lines]) for road in found]
    count = 0
    for zoom in range(LOWEST, DEEPEST + 1):
        layers = _level(laid, zoom)
        numbered = sorted((zxy_to_tileid(zoom, *place), layer) for place, layer in layers.items())
        for number, layer in numbered:
            writer.write_tile(number, gzip.compress(layer, mtime=0))
        count += len(layers)
        told(zoom, len(layers))
    across, up = zip(*points, strict=True)
    west, south, east, north = (round(each * 1e7) for each in (min(across), min(up), max(across), max(up)))
    writer.finalize(
        {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": west,
            "min_lat_e7": south,
            "max_lon_e7": east,
            "max_lat_e7": north,
            "center_zoom": 10,
            "center_lon_e7": (west + east) // 2,
            "center_lat_e7": (south + north) // 2,
        },
        {"name": "Roads", "attribution": ATTRIBUTION, "vector_layers": [_FIELDS]},
    )
    return count


_FIELDS = {"id": "roads", "fields": {"kind": "String", "name": "String"}, "minzoom": LOWEST, "maxzoom": DEEPEST}


def _level(laid: list[tuple[Road, list[list[tuple[float, float]]]]], zoom: int) -> dict[Place, bytes]:
    """The tiles of one zoom level, the most important roads on top."""
    layers: dict[Place, Layer] = defaultdict(lambda: Layer("roads"))
    for road, lines in laid:
        if road.lowest > zoom:
            continue
        pieces: dict[Place, list[list[tuple[int, int]]]] = defaultdict(list)
        for line in lines:
            for place, parts in cut(line, zoom).items():
                pieces[place] += parts
        properties = {"kind": road.kind} | ({"name": road.name} if road.name else {})
        for place, parts in pieces.items():
            layers[place].add(parts, properties)
    return {place: layer.encoded() for place, layer in layers.items()}
