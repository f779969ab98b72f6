"""A partial plate that is asked for, read once (464.5(3), 464.7(d)): for the policy, the record and the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from workbench.plates.pattern import Pattern, parse
from workbench.policy.search_rules import SearchFacts
from workbench.search.given import (
    Sources,
    area_element,
    check_window,
    looks,
    span,
    vehicle_element,
    window_element,
)
from workbench.store.reads_query import PlateQuery
from workbench.wire.search import PlateSearch


@dataclass(frozen=True, slots=True)
class Asked:
    """One search for a partial plate."""

    request: PlateSearch
    pattern: Pattern
    sources: Sources

    @classmethod
    def of(cls, request: PlateSearch, granted: frozenset[str], sources: Collection[str]) -> Self:
        """Read a request; ``BadInput`` says what is wrong with pattern, window or sources. ``sources``: all."""
        pattern = parse(request.pattern, lookalikes=request.lookalikes, distance=request.distance)
        check_window(request.window)
        return cls(request, pattern, Sources.of(request.sources, granted, sources))

    def facts(self) -> SearchFacts:
        """What the policy looks at."""
        start, end = span(self.request.window) or (None, None)
        return SearchFacts(
            fixed_characters=self.pattern.fixed,
            distance=self.pattern.distance,
            limit=self.request.limit,
            start=start,
            end=end,
            has_place=self.request.area is not None,
            sources_asked=self.sources.asked,
            sources_granted=self.sources.granted,
        )

    def elements(self) -> dict[str, Any]:
        """The data elements that the record keeps, and that an assent is bound to."""
        return {
            "pattern": self.request.pattern,
            "read_as": self.pattern.text,
            "lookalikes": self.pattern.lookalikes,
            "distance": self.pattern.distance,
            "candidates": self.request.candidates,
            "window": window_element(self.request.window),
            "area": area_element(self.request.area),
            "vehicle": vehicle_element(self.request.vehicle),
            "sources": sorted(self.sources.searched),
            "limit": self.request.limit,
        }

    def query(self) -> PlateQuery:
        """What the store is asked."""
        request = self.request
        return PlateQuery(
            self.pattern,
            request.window,
            request.area,
            self.sources.searched,
            request.limit,
            request.candidates,
            looks(request.vehicle),
        )
