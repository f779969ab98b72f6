"""County and state lines as GeoJSON from the Census bureau's topology (us-atlas, counties-10m).

Coordinates are degrees, longitude before latitude, to four decimals (some ten metres).
"""

from __future__ import annotations

from typing import Any

Point = tuple[float, float]
Line = list[Point]

COUNTIES = ("06025", "06065", "06073", "04012", "04027")
"""Imperial, and the counties that touch it: Riverside, San Diego, La Paz, Yuma."""
WEST, SOUTH, EAST, NORTH = -118.2, 32.0, -113.0, 34.6


def arcs(topology: dict[str, Any]) -> list[Line]:
    """The lines that all shapes are made of; the file keeps differences on a grid."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines: list[Line] = []
    for packed in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in packed:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + left, 4), round(y * scale_y + bottom, 4)))
        lines.append(line)
    return lines


def ring(lines: list[Line], numbers: list[int]) -> Line:
    """One closed line from numbered arcs; ``~n`` is arc n taken backwards."""
    points: Line = []
    for number in numbers:
        arc = lines[number] if number >= 0 else lines[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The arcs of each ring of each polygon."""
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else list(geometry["arcs"])


def basemap(topology: dict[str, Any]) -> dict[str, Any]:
    """The counties as shapes, state lines and the nation's edge as lines, around Imperial County."""
    lines = arcs(topology)
    counties = topology["objects"]["counties"]["geometries"]
    features = [_county(lines, county) for county in counties if county["id"] in COUNTIES]
    users: dict[int, int] = {}
    for state in topology["objects"]["states"]["geometries"]:
        for number in {n if n >= 0 else ~n for polygon in polygons(state) for each in polygon for n in each}:
            users[number] = users.get(number, 0) + 1
    for kind, count in (("nation", 1), ("state", 2)):
        numbers = sorted(number for number, shared in users.items() if shared == count)
        near = [lines[number] for number in numbers if _near(lines[number])]
        features.append(_feature({"type": "MultiLineString", "coordinates": near}, {"kind": kind}))
    return {"type": "FeatureCollection", "features": features}


def _county(lines: list[Line], county: dict[str, Any]) -> dict[str, Any]:
    shapes = [[ring(lines, numbers) for numbers in polygon] for polygon in polygons(county)]
    properties = {"kind": "county", "name": county["properties"]["name"], "fips": county["id"]}
    return _feature({"type": "MultiPolygon", "coordinates": shapes}, properties)


def _feature(geometry: dict[str, Any], properties: dict[str, str]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _near(line: Line) -> bool:
    return any(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in line)
