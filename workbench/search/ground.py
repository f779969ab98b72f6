"""What searches of movements share (464.7(d), 464.7(f)): store, sources, limits, and a scene as all of them see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

import polars as pl

from workbench.policy.movement_rules import MovementFacts, SceneFacts
from workbench.policy.search_rules import SearchLimits
from workbench.search.given import Sources, granted, limits, span
from workbench.search.run import Desk
from workbench.store.sightings import SIGHTING_COLUMNS, Area, Scene, Sightings, Where
from workbench.wire.search import Window

SHOWN = tuple(name for name in SIGHTING_COLUMNS if name != "key")
"""The columns of a read that go out."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a search is made; ``zone`` is the agency's, an IANA name."""

    store: Sightings
    sources: Sources
    limits: SearchLimits
    zone: str

    @classmethod
    def of(cls, desk: Desk, store: Sightings, sources: Collection[str] | None) -> Self:
        """Of what the desk may be shown; raises ``BadInput`` for sources that there are not."""
        settings = desk.settings
        allowed = Sources.of(sources, granted(desk.caller, desk.realm, settings), settings.sources.names)
        return cls(store, allowed, limits(settings), settings.agency.time_zone)

    def where(self, *scenes: Scene | None, **vehicle: frozenset[str]) -> Where:
        """The granted reads of these scenes, and of vehicles that look like this."""
        return Where(tuple(scene for scene in scenes if scene), self.sources.searched, vehicle)

    def facts(self, *scenes: tuple[Window | None, Area | None], limit: int = 0) -> MovementFacts:
        """What the policy looks at."""
        return MovementFacts(
            scenes=tuple(SceneFacts(span(window), area is not None) for window, area in scenes),
            limit=limit,
            sources_asked=self.sources.asked,
            sources_granted=self.sources.granted,
        )


def scene(window: Window | None, area: Area | None = None) -> Scene | None:
    """The scene, if anything bounds it."""
    return Scene(window, area) if window or area else None


def place_name() -> pl.Expr:
    """What a read's place is called: its camera, else its place to about a hundred metres; None without either."""
    degrees = pl.format("{}, {}", *(pl.col(name).round(3) for name in ("latitude", "longitude")))
    return pl.coalesce("camera", degrees)


def local(zone: str, column: str = "time") -> pl.Expr:
    """A time (UTC) as clocks in ``zone`` show it, without the zone."""
    return pl.col(column).dt.convert_time_zone(zone).dt.replace_time_zone(None)
