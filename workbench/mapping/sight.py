"""What part of the earth a map shows (464.7(d)), as its page tells it: checked, since a page may say anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any


@dataclass(frozen=True, slots=True)
class Sight:
    """Bounds in degrees (WGS 84), Leaflet's zoom level, and how many pixels the map is wide."""

    south: float
    west: float
    north: float
    east: float
    zoom: float
    width: float = 600

    def wider(self, share: float) -> Sight:
        """The view with a margin of this share of its size on each side, so that a small move shows no gap."""
        up, across = (self.north - self.south) * share, (self.east - self.west) * share
        south, west, north, east = self.south - up, self.west - across, self.north + up, self.east + across
        return Sight(max(south, -90), max(west, -180), min(north, 90), min(east, 180), self.zoom, self.width)


def sight_of(content: Any) -> Sight | None:
    """What a page said that it shows, or None when that is nonsense."""
    if not isinstance(content, dict):
        return None
    try:
        found = Sight(**{key: float(value) for key, value in content.items()})
    except (TypeError, ValueError):
        return None
    inside = -90 <= found.south < found.north <= 90 and found.west < found.east and 0 <= found.zoom <= 30
    return found if inside and all(isfinite(edge) for edge in (found.west, found.east, found.width)) else None
