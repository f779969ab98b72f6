"""A folder of basemaps as an agency would fill it, a few bytes each."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

from PIL import Image

KINDS = {
    "aerial": "xyz",
    "beats.geojson": "geojson",
    "county.mbtiles": "pictures",
    "roads.pmtiles": "pmtiles",
    "streets.mbtiles": "vector",
}


def picture(colour: str = "#cc5500") -> bytes:
    """A tile of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


def mbtiles(path: Path, kind: str, tiles: dict[tuple[int, int, int], bytes]) -> None:
    """An MBTiles database; tiles by zoom, column and row from the south."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        database.executemany(
            "INSERT INTO metadata VALUES (?, ?)", [("format", kind), ("name", path.stem), ("attribution", "County GIS")]
        )
        database.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)", [(*place, sqlite3.Binary(data)) for place, data in tiles.items()]
        )
        database.commit()


def filled(folder: Path) -> Path:
    """The folder, with one basemap of each kind and what is none."""
    (folder / "aerial/1/0").mkdir(parents=True)
    (folder / "aerial/1/0/0.png").write_bytes(picture())
    (folder / "photos").mkdir()
    (folder / "photos/holiday.png").write_bytes(picture())
    (folder / "beats.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    (folder / "roads.pmtiles").write_bytes(b"PMTiles" + bytes(120))
    (folder / "unfinished.pmtiles").write_bytes(b"")
    (folder / "notes.txt").write_text("no map", "utf-8")
    (folder / "broken.mbtiles").write_text("no database", "utf-8")
    mbtiles(folder / "county.mbtiles", "png", {(1, 0, 0): picture()})
    mbtiles(folder / "streets.mbtiles", "pbf", {(0, 0, 0): b"\x1a\x00"})
    return folder
