"""What a search of the reads asks (464.7(d)): plate, time, place and source together, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from workbench.plates.pattern import Pattern
from workbench.store.segments.conditions import Conditions, Span
from workbench.store.segments.places import Round
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

    def conditions(self) -> Conditions:
        """Everything that is asked besides the plate."""
        window, circle = self.window, self.circle
        low, high = (_microseconds(window.start), _microseconds(window.end)) if window else (None, None)
        place = Round(circle.latitude, circle.longitude, circle.radius_m) if circle else None
        spans = (Span(low, high, place),) if window or circle else ()
        return Conditions(spans, self.sources)


@dataclass(frozen=True, slots=True)
class Matches:
    """The reads that fit (READ_SCHEMA), how many fit before ``limit``, and how many plates those show."""

    reads: pl.DataFrame
    total: int
    plates: int


def _microseconds(moment: datetime) -> int:
    """Since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
