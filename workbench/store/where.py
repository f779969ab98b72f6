"""``Where`` as polars conditions on the columns of a read (464.7(d), 464.7(f)): cheap bounds first, then the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from workbench.store.areas import Box, box, inside
from workbench.store.sightings import Scene, Where


def conditions(where: Where) -> list[pl.Expr]:
    """All of these hold for a read that fits; the bounds of all scenes together stand first."""
    asked = [*_within(*span(where))]
    if (bounds := _bounds(where)) is not None:
        asked.append(bounds.holds())
    if len(where.scenes) > 1 or any(scene.area for scene in where.scenes):
        asked.append(pl.any_horizontal(in_scene(scene) for scene in where.scenes))
    if where.sources is not None:
        asked.append(pl.col("source").is_in(sorted(where.sources)))
    return [*asked, *looks(where.vehicle)]


def in_scene(scene: Scene) -> pl.Expr:
    """Whether a read lies in the scene; False where a place is asked for and it has none."""
    asked = _within(*span(Where((scene,))))
    if scene.area:
        asked += [box(scene.area).holds(), inside(scene.area)]
    return pl.all_horizontal(asked).fill_null(value=False)


def looks(vehicle: Mapping[str, frozenset[str]]) -> list[pl.Expr]:
    """Whether the vehicle looks as asked, one condition for each column."""
    return [
        pl.col(name).str.to_lowercase().is_in(sorted({value.lower() for value in values}))
        for name, values in sorted(vehicle.items())
    ]


def span(where: Where) -> tuple[datetime | None, datetime | None]:
    """Start and end (not included), UTC, of all scenes together; None where nothing bounds them."""
    windows = [scene.window for scene in where.scenes if scene.window]
    if not windows or len(windows) < len(where.scenes):
        return None, None
    starts, ends = zip(*((window.start.astimezone(UTC), window.end.astimezone(UTC)) for window in windows), strict=True)
    return min(starts), max(ends)


def _bounds(where: Where) -> Box | None:
    """A box around all areas, if each scene has one."""
    boxes = [box(scene.area) for scene in where.scenes if scene.area]
    if not boxes or len(boxes) < len(where.scenes):
        return None
    south, west = (min(getattr(one, side) for one in boxes) for side in ("south", "west"))
    north, east = (max(getattr(one, side) for one in boxes) for side in ("north", "east"))
    return Box(south, north, west, east)


def _within(start: datetime | None, end: datetime | None) -> list[pl.Expr]:
    kind = pl.Datetime("us", "UTC")
    since = [pl.col("time") >= pl.lit(start, dtype=kind)] if start else []
    until = [pl.col("time") < pl.lit(end, dtype=kind)] if end else []
    return [*since, *until]
