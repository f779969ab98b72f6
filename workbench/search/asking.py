"""What is asked, read once (464.5(3), 464.7(d), 464.7(f)): for the policy, for the record and for the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from workbench.errors import BadInput
from workbench.plates.pattern import Pattern, parse
from workbench.policy.search_rules import SearchFacts
from workbench.store.reads_query import PlateQuery
from workbench.wire.search import PlateSearch, Window


@dataclass(frozen=True, slots=True)
class Asked:
    """One search. ``searched`` and ``left_out`` are sources; whether they may be searched the policy says."""

    request: PlateSearch
    pattern: Pattern
    granted: frozenset[str]
    searched: frozenset[str]
    left_out: frozenset[str]

    @classmethod
    def of(cls, request: PlateSearch, granted: frozenset[str], sources: Collection[str]) -> Self:
        """Read a request; ``BadInput`` says what is wrong with pattern, window or sources. ``sources``: all."""
        pattern = parse(request.pattern, lookalikes=request.lookalikes, distance=request.distance)
        _check_window(request.window)
        _check_sources(request.sources, sources)
        searched = granted if request.sources is None else frozenset(request.sources)
        return cls(request, pattern, granted, searched, frozenset(sources) - searched)

    def facts(self) -> SearchFacts:
        """What the policy looks at."""
        window = self.request.window
        return SearchFacts(
            fixed_characters=self.pattern.fixed,
            distance=self.pattern.distance,
            limit=self.request.limit,
            start=window.start.astimezone(UTC) if window else None,
            end=window.end.astimezone(UTC) if window else None,
            has_place=self.request.area is not None,
            sources_asked=None if self.request.sources is None else self.searched,
            sources_granted=self.granted,
        )

    def elements(self) -> dict[str, Any]:
        """The data elements that the record keeps, and that an assent is bound to."""
        window, area = self.request.window, self.request.area
        return {
            "pattern": self.request.pattern,
            "read_as": self.pattern.text,
            "lookalikes": self.pattern.lookalikes,
            "distance": self.pattern.distance,
            "window": {"start": _utc(window.start), "end": _utc(window.end)} if window else None,
            "area": area.model_dump() if area else None,
            "sources": sorted(self.searched),
            "limit": self.request.limit,
        }

    def query(self) -> PlateQuery:
        """What the store is asked."""
        return PlateQuery(self.pattern, self.request.window, self.request.area, self.searched, self.request.limit)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _check_window(window: Window | None) -> None:
    if window and window.end <= window.start:
        wrong = "ends before it starts" if window.end < window.start else "ends when it starts, so it holds no time"
        raise BadInput(f"The window {wrong}.", where="window", how="Give an end that is later than the start.")


def _check_sources(asked: Collection[str] | None, known: Collection[str]) -> None:
    names = ", ".join(known)
    if asked is not None and not asked:
        raise BadInput("No source is chosen.", where="sources", how=f"Choose among {names}, or leave it open.")
    if unknown := sorted(set(asked or ()) - set(known)):
        wrong = ", ".join(repr(name) for name in unknown)
        raise BadInput(f"There is no source named {wrong}.", where="sources", how=f"There are: {names}.")
