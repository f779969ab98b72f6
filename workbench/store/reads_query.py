"""What a search of the reads asks (464.7(d)): plate, time, place and source together, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from workbench.plates.pattern import Pattern
from workbench.wire.search import Circle, Window

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""


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

    @property
    def start(self) -> datetime | None:
        """The window's start, UTC."""
        return self.window.start.astimezone(UTC) if self.window else None

    @property
    def end(self) -> datetime | None:
        """The window's end (not included), UTC."""
        return self.window.end.astimezone(UTC) if self.window else None

    def conditions(self) -> list[pl.Expr]:
        """Everything that is asked besides the plate."""
        asked: list[pl.Expr] = []
        if self.window:
            asked.append(pl.col("time").ge(_time(self.window.start)) & pl.col("time").lt(_time(self.window.end)))
        if self.sources is not None:
            asked.append(pl.col("source").is_in(sorted(self.sources)))
        if self.circle:
            asked.append(metres_from(self.circle.latitude, self.circle.longitude) <= self.circle.radius_m)
        return asked


@dataclass(frozen=True, slots=True)
class Matches:
    """The reads that fit (READ_SCHEMA), how many fit before ``limit``, and how many plates those show."""

    reads: pl.DataFrame
    total: int
    plates: int


def metres_from(latitude: float, longitude: float) -> pl.Expr:
    """Great-circle distance of ``latitude``/``longitude`` (degrees) from a point, in metres (haversine)."""
    there, here = pl.col("latitude").radians(), pl.lit(latitude).radians()
    north = ((there - here) / 2).sin().pow(2)
    east = ((pl.col("longitude") - longitude).radians() / 2).sin().pow(2)
    chord = north + here.cos() * there.cos() * east
    return 2 * EARTH_RADIUS_M * chord.clip(0.0, 1.0).sqrt().arcsin()


def _time(moment: datetime) -> pl.Expr:
    return pl.lit(moment.astimezone(UTC), dtype=pl.Datetime("us", "UTC"))
