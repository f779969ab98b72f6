"""Canvassing the plates around scenes (464.7(d)): everybody who passed there then, and who was at several of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from workbench.errors import BadInput
from workbench.policy.decision import Decision
from workbench.policy.movement_rules import decide_canvass
from workbench.search.given import area_element, check_window, looks, window_element
from workbench.search.ground import SHOWN, Ground, scene
from workbench.search.movement import Movement
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.areas import in_scene
from workbench.store.receipt import Receipt
from workbench.store.sightings import Sightings, Work
from workbench.wire.movement import CanvassSearch
from workbench.wire.search import Found

ACTION = "search.canvass"
MOST = 200_000
"""Reads of all scenes that are looked at together."""


def canvass(desk: Desk, store: Sightings, request: CanvassSearch) -> tuple[Found, pl.DataFrame]:
    """The reads around the scenes, those of vehicles that were at most of them first, the newest first in each.

    ``scenes`` numbers, from 1, those in which the read lies; ``vehicle_scenes`` counts those where the vehicle was.
    Raises what ``run`` raises.
    """
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: CanvassSearch) -> _Canvass:
    for number, asked in enumerate(request.scenes, 1):
        check_window(asked.window, where=f"scene {number}, window")
    if request.seen_at_least > len(request.scenes):
        raise BadInput(
            f"No vehicle can be at {request.seen_at_least} scenes: {len(request.scenes)} are given.",
            where="seen_at_least",
            how="Give more scenes or a smaller number.",
        )
    return _Canvass(request, Ground.of(desk, store, request.sources))


@dataclass(frozen=True, slots=True)
class _Canvass(Movement[CanvassSearch]):
    def elements(self) -> dict[str, Any]:
        scenes = [
            {"window": window_element(asked.window), "area": area_element(asked.area)} for asked in self.request.scenes
        ]
        return self.told(scenes=scenes, seen_at_least=self.request.seen_at_least)

    def decide(self, now: datetime) -> Decision:
        scenes = [(asked.window, asked.area) for asked in self.request.scenes]
        return decide_canvass(self.ground.facts(*scenes, limit=self.request.limit), self.ground.limits, now)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        scenes = [scene(asked.window, asked.area) for asked in self.request.scenes]
        where = self.ground.where(*scenes, **looks(self.request.vehicle))
        reads = self.ground.store.at(where, receipt, work, most=MOST)
        flags = {f"scene {number}": in_scene(one, reads) for number, one in enumerate(where.scenes, 1)}
        found = (
            reads.with_columns(**flags)
            .with_columns(
                scenes=pl.concat_list(
                    pl.when(name).then(pl.lit(number, dtype=pl.UInt8)) for number, name in enumerate(flags, 1)
                ).list.drop_nulls(),
                vehicle_scenes=pl.sum_horizontal(pl.col(name).any().over("key").cast(pl.UInt8) for name in flags),
            )
            .filter(pl.col("vehicle_scenes") >= self.request.seen_at_least)
            .sort("vehicle_scenes", "time", "read_id", descending=[True, True, False])
        )
        shown = found.head(self.request.limit)
        order = "those of vehicles at most scenes and the newest first"
        cut = f"{len(found):,} reads fit; {len(shown):,} are shown, {order}."
        return Outcome(
            table=shown.select(*SHOWN, "scenes", "vehicle_scenes"),
            read_ids=shown["read_id"].to_list(),
            shown=plates_in(shown),
            total=len(found),
            plates=found["key"].n_unique(),
            notes=[cut] if len(found) > len(shown) else [],
            facts={"scenes": len(scenes)},
        )
