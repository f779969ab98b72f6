"""The agency's own basemaps (464.10(a)): what lies in the folder that the setting names, and single tiles of it.

Known are PMTiles archives, MBTiles databases, GeoJSON, and folders of tiles as ``zoom/column/row.png``. All of it is
read where it lies; nothing is fetched from anywhere.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
FILES = {".json", ".geojson", ".pmtiles", *PICTURES}
"""What is handed out as it lies."""
_VECTOR = "pbf"
_DEEPEST = 30


def listing(folder: Path | None) -> list[dict[str, Any]]:
    """Each basemap by name: ``path`` under the folder, ``kind``, and what the page must know to draw it."""
    if folder is None or not folder.is_dir():
        return []
    found = [_described(path) for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return [each for each in found if each is not None]


def tile(path: Path, zoom: int, column: int, row: int) -> tuple[bytes, str] | None:
    """One tile of an MBTiles database and its media type, or None where there is none; rows count from the north."""
    if not 0 <= zoom <= _DEEPEST or not 0 <= row < 2**zoom:
        return None
    with closing(_opened(path)) as database:
        asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        found = database.execute(asked, (zoom, column, 2**zoom - 1 - row)).fetchone()
    if found is None:
        return None
    data = bytes(found[0])
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return data, _media(data)


def _media(data: bytes) -> str:
    if data[:4] == b"\x89PNG":
        return "image/png"
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    return "image/webp" if data[8:12] == b"WEBP" else "application/x-protobuf"


def _described(path: Path) -> dict[str, Any] | None:
    known = {"name": path.stem, "path": path.name, "attribution": "", "lowest": 0, "deepest": 19}
    suffix = path.suffix.lower()
    if path.is_dir():
        return _folder(path, known | {"name": path.name})
    if suffix == ".mbtiles":
        return _database(path, known)
    if suffix == ".pmtiles":
        return known | {"kind": "pmtiles"} if _begins(path, b"PMTiles") else None
    return known | {"kind": "geojson"} if suffix in {".geojson", ".json"} else None


def _begins(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError:
        return False


def _folder(path: Path, known: dict[str, Any]) -> dict[str, Any] | None:
    zooms = sorted(int(each.name) for each in path.iterdir() if each.is_dir() and each.name.isdecimal())
    if not zooms or zooms[-1] > _DEEPEST:
        return None
    first = next((each for each in path.glob(f"{zooms[0]}/*/*") if each.suffix.lower() in PICTURES), None)
    if first is None:
        return None
    return known | {"kind": "xyz", "suffix": first.suffix, "lowest": zooms[0], "deepest": zooms[-1]}


def _database(path: Path, known: dict[str, Any]) -> dict[str, Any] | None:
    try:
        with closing(_opened(path)) as database:
            told = dict(database.execute("SELECT name, value FROM metadata").fetchall())
            low, high = database.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    except sqlite3.Error:
        return None
    if low is None:
        return None
    kind = "vector" if told.get("format") == _VECTOR else "pictures"
    words = {"name": str(told.get("name") or path.stem), "attribution": str(told.get("attribution") or "")}
    return known | words | {"kind": kind, "lowest": low, "deepest": high}


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
