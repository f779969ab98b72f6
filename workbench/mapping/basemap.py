"""The ground under the reads: county and state lines, and a schematic of our own (not for navigation)."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import folium

_HERE = Path(__file__).parent
NEAR = (31.5, -118.0, 34.5, -113.5)
"""South, west, north, east of what is worth drawing around Imperial County, degrees."""
_WATER: dict[str, Any] = {
    "color": "#8fb3c9",
    "weight": 1,
    "fill_color": "#cfe2ec",
    "fill_opacity": 1,
    "interactive": False,
}
_BORDER: dict[str, Any] = {"color": "#7d7d7d", "weight": 2, "dash_array": "8 4 2 4", "interactive": False}
_ROAD = {1: ("#b08a3e", 4.5), 2: ("#c4a76a", 3.0), 3: ("#d3c5a4", 2.0)}


def add_ground(to: folium.FeatureGroup, lines: dict[str, Any] | None) -> None:
    """Draw boundaries (where installed), water, border, main highways and places onto the map."""
    if lines is not None:
        _add_lines(to, near(lines))
    sketch: dict[str, Any] = json.loads((_HERE / "schematic.json").read_text("utf-8"))
    folium.Polygon(sketch["water"], **_WATER).add_to(to)
    folium.PolyLine(sketch["border"], **_BORDER).add_to(to)
    for name, rank, at, points in sketch["roads"]:
        colour, weight = _ROAD[rank]
        folium.PolyLine(points, color=colour, weight=weight, interactive=False).add_to(to)
        if at is not None:
            _write(to, name, at, "road")
    for name, latitude, longitude, rank in sketch["towns"]:
        _write(to, name, [latitude, longitude], f"town rank{rank}")


def near(lines: dict[str, Any]) -> dict[str, Any]:
    """The features of a GeoJSON collection whose bounds touch the agency's surroundings."""
    kept = [feature for feature in lines.get("features", []) if _touches(feature.get("geometry"))]
    return {"type": "FeatureCollection", "features": kept}


def _touches(geometry: dict[str, Any] | None) -> bool:
    points = list(_points((geometry or {}).get("coordinates", [])))
    if not points:
        return False
    south, west, north, east = NEAR
    across, up = [point[0] for point in points], [point[1] for point in points]
    return bool(min(across) < east and max(across) > west and min(up) < north and max(up) > south)


def _points(coordinates: Any) -> Any:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for part in coordinates:
        yield from _points(part)


def _add_lines(to: folium.FeatureGroup, lines: dict[str, Any]) -> None:
    if lines["features"]:
        style = {"color": "#9aa0a6", "weight": 1, "fill": False, "interactive": False}
        folium.GeoJson(lines, style_function=lambda _feature: style).add_to(to)


def _write(to: folium.FeatureGroup, text: str, at: list[float], kind: str) -> None:
    face = f'<span class="{kind}">{escape(text)}</span>'
    label = folium.DivIcon(html=face, icon_size=(0, 0), class_name="holder")
    folium.Marker(at, icon=label, interactive=False, keyboard=False).add_to(to)
