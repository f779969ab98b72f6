"""Where the maps' libraries lie (464.10(a)): each outside address that folium would call, and the file for it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_STATIC = Path(__file__).parent / "static"


def static_dir() -> Path:
    """The flat folder of all files; ``basemap.json`` (GeoJSON) is among them."""
    return _STATIC


def manifest() -> dict[str, str]:
    """The name of the file in ``static_dir()`` by the exact address that it stands for."""
    return dict(_packed()["files"])


def version() -> str:
    """Part of the public path; another content has another version, so that browsers may keep files for ever."""
    return str(_packed()["version"])


@cache
def _packed() -> dict[str, Any]:
    try:
        packed: dict[str, Any] = json.loads((_STATIC / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise RuntimeError("The maps' files are missing: run build.py before alpr-lab is installed.") from error
    return packed
