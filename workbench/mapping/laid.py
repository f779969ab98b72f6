"""What stands on one map (464.7(d)): every layer, whoever keeps them, and where they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbench.mapping.layers import Bounds, Camera, Cell, Place, Points, Stop, around
from workbench.mapping.shapes import Shape


class Laid(Protocol):
    """The layers that are listed and reached for; places are degrees (WGS 84)."""

    @property
    def cameras(self) -> Sequence[Camera]:
        """Circles with counts."""
        ...

    @property
    def stops(self) -> Sequence[Stop]:
        """One vehicle's numbered places."""
        ...

    @property
    def track(self) -> Sequence[Place]:
        """The line that joins its reads."""
        ...

    @property
    def points(self) -> Points:
        """Reads one by one."""
        ...

    @property
    def cells(self) -> Sequence[Cell]:
        """Counted hexagons."""
        ...

    @property
    def shapes(self) -> Sequence[Shape]:
        """Areas."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map that stays as it is."""

    cameras: Sequence[Camera] = ()
    stops: Sequence[Stop] = ()
    track: Sequence[Place] = ()
    points: Points = field(default_factory=Points)
    cells: Sequence[Cell] = ()
    shapes: Sequence[Shape] = ()

    def sent(self) -> dict[str, Any]:
        """As JSON for the page, what is drawn last on top; with the view where there is anything to show."""
        bounds = reach(self)
        return {
            "cells": [each.sent() for each in self.cells],
            "points": self.points.sent(),
            "cameras": [each.sent() for each in self.cameras],
            "track": [list(place) for place in self.track],
            "stops": [each.sent() for each in self.stops],
            "shapes": [each.sent() for each in self.shapes],
            "sight": {"bounds": list(bounds)} if bounds else {},
        }


def reach(laid: Laid) -> Bounds | None:
    """The bounds of the track, where one is drawn, else of cameras, reads and areas; None of an empty map."""
    corners = [shape.bounds() for shape in laid.shapes]
    places = [place for south, west, north, east in corners for place in ((south, west), (north, east))]
    places += [(each.latitude, each.longitude) for each in laid.cameras]
    return around(laid.track or [*places, *zip(laid.points.latitudes, laid.points.longitudes, strict=True)])
