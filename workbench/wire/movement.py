"""Asking where vehicles were (464.7(d)): a canvass, one vehicle's reads, company, places and gaps; base rates.

Every answer is a table under a ``Found``, as that of a search for a plate is.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Discriminator, Field, StringConstraints, Tag

from workbench.wire.base import Context, Message, Short
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle, QueryId, Vehicle, Window

PlateText = Annotated[str, StringConstraints(max_length=1000)]
HOURS_OF_WEEK = 168
"""From Monday, 00:00, by the agency's clock."""
FEW_DAYS = 5
"""With reads on fewer days nothing is usual: no gap is told, and a score says little."""


def _kind(area: Any) -> str:
    fields = area if isinstance(area, dict) else getattr(area, "__dict__", {})
    return "polygon" if "vertices" in fields else "circle"


Area = Annotated[
    Annotated[Circle, Tag("circle")] | Annotated[Polygon, Tag("polygon")],
    Discriminator(_kind),
]


class Place(Message):
    """One scene: when and where. A canvass needs both (464.7(d))."""

    window: Window | None = None
    area: Area | None = None


class Look(Message):
    """What every search says besides what it looks for."""

    purpose_id: Short
    sources: list[Short] | None = None
    """None: every source granted to the caller (464.7(f))."""
    query_id: QueryId = ""
    context: Context = Context()


class Residents(Message):
    """Whom a scene is usual for: who was read there on at least ``share`` of the ``days`` before it, and on two."""

    days: int = Field(default=28, ge=7, le=90)
    share: float = Field(default=0.25, gt=0, le=1)

    def days_of(self, of: int) -> int:
        """On how many of ``of`` other days a vehicle has to be read at a place that is usual for it."""
        return max(2, math.ceil(round(self.share * of, 9)))


class CanvassSearch(Look):
    """All reads around scenes. ``seen_at_least``: only of vehicles that were at so many of them.

    With ``residents`` it is counted how usual each scene is for each vehicle; those for whom too few are unusual
    come last, and the answer says so of each.
    """

    scenes: list[Place] = Field(min_length=1, max_length=100)
    residents: Residents | None = None
    vehicle: Vehicle = Vehicle()
    seen_at_least: int = Field(default=1, ge=1, le=100)
    limit: int = Field(default=500, ge=1, le=100_000)


class VehicleSearch(Look):
    """The reads of one vehicle, by its whole plate, as observed or as corrected."""

    plate: PlateText
    window: Window | None = None
    area: Area | None = None
    vehicle: Vehicle = Vehicle()
    limit: int = Field(default=500, ge=1, le=100_000)


class ConvoySearch(Look):
    """Who was read near a vehicle, within ``seconds`` and ``metres``, on ``least`` outings or more."""

    plate: PlateText
    window: Window
    vehicle: Vehicle = Vehicle()
    """What the company looks like."""
    seconds: float = Field(default=120, ge=1, le=1800)
    metres: float = Field(default=300, ge=1, le=5000)
    least: int = Field(default=2, ge=2, le=100)
    limit: int = Field(default=50, ge=1, le=500)


class PlacesSearch(Look):
    """Where a vehicle was read again and again; reads within ``metres`` are of one place."""

    plate: PlateText
    window: Window | None = None
    metres: float = Field(default=150, ge=1, le=5000)
    limit: int = Field(default=100, ge=1, le=500)


class GapsSearch(Look):
    """When a vehicle was not read although it usually is."""

    plate: PlateText
    window: Window
    limit: int = Field(default=50, ge=1, le=500)


class BaseRatesSearch(Look):
    """How many reads cameras have in each hour of the week; no plate is shown."""

    window: Window
    area: Area | None = None
    vehicle: Vehicle = Vehicle()
