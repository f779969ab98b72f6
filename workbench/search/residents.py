"""Whom a scene is usual for (464.7(d)): on how many days before it each vehicle was read there.

The days are the agency's own. Those of any scene don't count, nor do those on which the cameras there read nobody.
It is counted at any hour, and around the scene's own time of day besides. A resident may have to do with a scene too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from workbench.errors import BadInput
from workbench.search.ground import Ground, local
from workbench.store.areas import in_scene
from workbench.store.receipt import Receipt
from workbench.store.sightings import Scene, Work
from workbench.wire.search import Window

MOST_VEHICLES = 5_000
"""Vehicles whose habits are looked at together."""
AROUND = timedelta(hours=1)
"""Before and after the scene's own hours, what counts as the same time of day."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Habits:
    """``table`` has ``key``, ``usual_days`` and ``usual_then`` (a count for each scene); ``of`` the days looked at."""

    table: pl.DataFrame
    of: list[int]


def since(scenes: Sequence[Scene], days: int, zone: str) -> datetime:
    """When the first of the days before the scenes begins."""
    return min(_before(scene, days, zone).start for scene in scenes)


def habits(ground: Ground, scenes: Sequence[Scene], days: int, keys: pl.Series, receipt: Receipt, work: Work) -> Habits:
    """How usual each scene is for each of these vehicles; ``BadInput`` when there are too many of them."""
    if len(keys) > MOST_VEHICLES:
        raise BadInput(
            f"{len(keys):,} vehicles fit; how usual the scenes are can be counted for {MOST_VEHICLES:,} together.",
            where="residents",
            how="Give shorter windows, smaller areas or more of the vehicle's looks, or don't leave residents out.",
        )
    taken = sorted({day for scene in scenes for day in _days(scene, ground.zone)})
    before = [Scene(_before(scene, days, ground.zone), scene.area) for scene in scenes]
    work.expect(len(scenes))
    reads = ground.store.of_plates(keys.to_numpy().view(np.uint64), ground.where(*before), receipt, work)
    reads = reads.join(keys.to_frame("key"), on="key", how="semi", maintain_order="left")
    reads = reads.with_columns(clock=local(ground.zone)).with_columns(day=pl.col("clock").dt.date())
    reads = reads.filter(~pl.col("day").is_in(taken))
    table, of = keys.to_frame("key"), []
    for number, (scene, earlier) in enumerate(zip(scenes, before, strict=True), 1):
        here = reads.filter(in_scene(earlier, reads))
        counted = here.group_by("key").agg(
            pl.col("day").n_unique().alias(f"days {number}"),
            pl.col("day").filter(_then(scene, ground.zone)).n_unique().alias(f"then {number}"),
        )
        table = table.join(counted, on="key", how="left")
        of.append(_watched(ground, earlier, taken, receipt, work))
        work.done()
    numbers = range(1, len(scenes) + 1)
    listed = {f"usual_{kind}": [pl.col(f"{kind} {n}").fill_null(0).cast(pl.Int64) for n in numbers] for kind in _KINDS}
    return Habits(table.select("key", **{name: pl.concat_list(columns) for name, columns in listed.items()}), of)


_KINDS = ("days", "then")


def _watched(ground: Ground, scene: Scene, taken: list[date], receipt: Receipt, work: Work) -> int:
    """Days on which the cameras there read anybody at all."""
    counted = ground.store.tally(ground.where(scene), ("hour",), receipt, work)
    return (
        counted.select(day=local(ground.zone, "hour").dt.date()).filter(~pl.col("day").is_in(taken))["day"].n_unique()
    )


def _then(scene: Scene, zone: str) -> pl.Expr:
    """Whether a local time is around the scene's time of day."""
    start, end = _span(scene)
    length = (end - start) + 2 * AROUND
    if length >= _DAY:
        return pl.lit(value=True)
    first = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - AROUND
    minutes = pl.col("clock").dt.hour().cast(pl.Int64) * 60 + pl.col("clock").dt.minute()
    return (minutes - first.hour * 60 - first.minute) % 1440 < length / timedelta(minutes=1)


def _days(scene: Scene, zone: str) -> list[date]:
    """The local days that the scene lies on."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in _span(scene))
    last = (end - timedelta(microseconds=1)).date()
    return [start.date() + number * _DAY for number in range((last - start.date()).days + 1)]


def _before(scene: Scene, days: int, zone: str) -> Window:
    """So many whole local days before the scene's first one."""
    first = _days(scene, zone)[0]
    start, end = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (first - days * _DAY, first))
    return Window(start=start, end=end)


def _span(scene: Scene) -> tuple[datetime, datetime]:
    if scene.window is None:
        raise ValueError("a canvass has a time for each scene")
    return scene.window.start, scene.window.end
