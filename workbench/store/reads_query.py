"""What a search of the reads asks (464.7(d)): plate, time, place and source together, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from workbench.plates.key import Keys
from workbench.plates.pattern import Pattern
from workbench.store.segments.conditions import Conditions, Span
from workbench.store.segments.places import Outline, Place, Round
from workbench.store.sightings import Area, Scene, Where
from workbench.wire.search import Circle, Window

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PlateQuery:
    """Reads whose observed or resolved plate fits; None leaves a condition out.

    ``sources`` are those that the caller may see (464.7(f)); ``limit`` is how many reads come back at most.
    """

    pattern: Pattern
    window: Window | None = None
    circle: Circle | None = None
    sources: frozenset[str] | None = None
    limit: int = 500
    candidates: bool = False
    """Whether the other readings that cameras gave are searched too."""
    vehicle: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, datetime] = field(default_factory=dict)
    """Reads that are left out, by their ids, and their times."""

    @property
    def where(self) -> Where:
        """Everything that is asked besides the plate."""
        scenes = (Scene(self.window, self.circle),) if self.window or self.circle else ()
        return Where(scenes, self.sources, self.vehicle)

    def conditions(self) -> Conditions:
        """The same, as the files are asked it."""
        return conditions_of(self.where)


@dataclass(frozen=True, slots=True)
class Matches:
    """The reads that fit (READ_SCHEMA), how many fit before ``limit``, and how many plates those show.

    ``closeness`` says of each read how closely it fits, 0 the closest; ``keys`` are those plates, in order.
    """

    reads: pl.DataFrame
    total: int
    plates: int
    closeness: npt.NDArray[np.int8]
    keys: Keys


def conditions_of(where: Where) -> Conditions:
    """What is asked, as the files are asked it."""
    return Conditions(tuple(_span(scene) for scene in where.scenes), where.sources, where.vehicle)


def microseconds(moment: datetime) -> int:
    """Since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _span(scene: Scene) -> Span:
    place = place_of(scene.area) if scene.area else None
    if scene.window is None:
        return Span(place=place)
    return Span(microseconds(scene.window.start), microseconds(scene.window.end), place)


def place_of(area: Area) -> Place:
    """The same area, as files are asked it."""
    if isinstance(area, Circle):
        return Round(area.latitude, area.longitude, area.radius_m)
    return Outline(tuple(area.corners()))
