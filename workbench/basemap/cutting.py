"""Lines laid on Web Mercator's plane, thinned for a zoom level and cut at the edges of its tiles (464.7(d)).

Units are those of a tile: ``EXTENT`` to its side. Thinning is Douglas and Peucker's (1973), cutting Liang and Barsky's
(1984) for each segment.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import log, pi, radians, tan

EXTENT = 4096
"""Units to a tile's side, as is common in vector tiles."""
_EDGE = 64
"""Units by which a line reaches over a tile's edge, so that its caps are not seen."""
_THIN = 6
"""Units by which a thinned line may be off: less than a pixel of a tile that is drawn 512 pixels wide."""

Point = tuple[float, float]
Place = tuple[int, int]
"""Column and row of a tile."""
Whole = list[tuple[int, int]]
"""A piece of a line in whole units of its own tile."""


def on_plane(line: list[Point]) -> list[Point]:
    """Longitude and latitude in degrees as x and y from 0 to 1, north above."""
    return [((x + 180) / 360, 0.5 - log(tan(pi / 4 + radians(y) / 2)) / (2 * pi)) for x, y in line]


def cut(line: list[Point], zoom: int) -> dict[Place, list[Whole]]:
    """The pieces of a line ``on_plane`` by the tile that each lies in."""
    scale = EXTENT * 2**zoom
    thin = thinned([(x * scale, y * scale) for x, y in line], _THIN)
    pieces: dict[Place, list[list[Point]]] = defaultdict(list)
    for start, end in pairwise(thin):
        for place in _tiles(start, end, 2**zoom):
            inside = _inside(start, end, place)
            if inside is None:
                continue
            known = pieces[place]
            if known and known[-1][-1] == inside[0]:
                known[-1].append(inside[1])
            else:
                known.append(list(inside))
    whole = {place: [_whole(piece, place) for piece in found] for place, found in pieces.items()}
    return {place: kept for place, found in whole.items() if (kept := [piece for piece in found if len(piece) > 1])}


def thinned(line: list[Point], off: float) -> list[Point]:
    """The line without the points that lie within ``off`` of what is left."""
    keep, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        first, last = open_.pop()
        far, at = off, 0
        for place in range(first + 1, last):
            away = _away(line[place], line[first], line[last])
            if away > far:
                far, at = away, place
        if at:
            keep.add(at)
            open_ += [(first, at), (at, last)]
    return [line[place] for place in sorted(keep)]


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = max(0.0, min(1.0, along))
    x, y = point[0] - start[0] - along * dx, point[1] - start[1] - along * dy
    return float((x * x + y * y) ** 0.5)


def _tiles(start: Point, end: Point, side: int) -> list[Place]:
    """The tiles that a segment may touch, edges included."""
    spans = []
    for axis in (0, 1):
        low, high = sorted((start[axis], end[axis]))
        spans.append(range(max(0, int((low - _EDGE) // EXTENT)), min(side - 1, int((high + _EDGE) // EXTENT)) + 1))
    return [(column, row) for column in spans[0] for row in spans[1]]


def _inside(start: Point, end: Point, place: Place) -> tuple[Point, Point] | None:
    """The part of a segment in a tile and its margin, or None."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high = place[axis] * EXTENT - _EDGE, (place[axis] + 1) * EXTENT + _EDGE
        step = end[axis] - start[axis]
        if step == 0:
            if not low <= start[axis] <= high:
                return None
            continue
        enter, leave = sorted(((low - start[axis]) / step, (high - start[axis]) / step))
        first, last = max(first, enter), min(last, leave)
    if first > last:
        return None
    dx, dy = end[0] - start[0], end[1] - start[1]
    begin = start if first == 0 else (start[0] + first * dx, start[1] + first * dy)
    finish = end if last == 1 else (start[0] + last * dx, start[1] + last * dy)
    return begin, finish


def _whole(piece: list[Point], place: Place) -> Whole:
    found = [(round(x - place[0] * EXTENT), round(y - place[1] * EXTENT)) for x, y in piece]
    return [point for number, point in enumerate(found) if number == 0 or point != found[number - 1]]
