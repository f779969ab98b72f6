"""Canvassing the plates around scenes (464.7(d)): everybody who passed there then, and who was at several of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from workbench.errors import BadInput
from workbench.policy.decision import Decision
from workbench.policy.movement_rules import decide_canvass
from workbench.search.given import area_element, check_window, looks, window_element
from workbench.search.ground import SHOWN, Ground
from workbench.search.movement import Movement
from workbench.search.residents import Habits, habits, since
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.areas import in_scene
from workbench.store.receipt import Receipt
from workbench.store.sightings import Scene, Sightings, Work
from workbench.wire.movement import CanvassSearch, Residents
from workbench.wire.search import Found

ACTION = "search.canvass"
MOST = 200_000
"""Reads of all scenes that are looked at together."""
_HABITS = ("usual_days", "usual_then", "unusual_scenes")


def canvass(desk: Desk, store: Sightings, request: CanvassSearch) -> tuple[Found, pl.DataFrame]:
    """The reads around the scenes, vehicle by vehicle: those that were at most of them first, then the newest.

    ``scenes`` numbers, from 1, those in which the read lies; ``vehicle_scenes`` counts those where the vehicle was.
    Asked for residents, ``usual_days`` and ``usual_then`` (around its time of day) say for each scene on how many
    other days the vehicle was read there, of ``days_of`` in the head; ``unusual_scenes`` counts those where the
    vehicle was and is not usually, and orders the reads before all else. Raises what ``run`` raises.
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
        request = self.request
        scenes = [
            {"window": window_element(asked.window), "area": area_element(asked.area)} for asked in request.scenes
        ]
        residents = {} if request.residents is None else {"residents": request.residents.model_dump()}
        return self.told(scenes=scenes, seen_at_least=request.seen_at_least, **residents)

    def decide(self, now: datetime) -> Decision:
        scenes = [(asked.window, asked.area) for asked in self.request.scenes]
        facts = self.ground.facts(*scenes, limit=self.request.limit)
        if self.request.residents is not None and all(asked.window for asked in self.request.scenes):
            first = since(self._scenes(), self.request.residents.days, self.ground.zone)
            facts = replace(facts, counted_since=first.astimezone(UTC))
        return decide_canvass(facts, self.ground.limits, now)

    def _scenes(self) -> list[Scene]:
        return [Scene(asked.window, asked.area) for asked in self.request.scenes]

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        scenes, request = self._scenes(), self.request
        where = self.ground.where(*scenes, **looks(request.vehicle))
        reads = self.ground.store.at(where, receipt, work, most=MOST)
        names = [f"scene {number}" for number in range(1, len(scenes) + 1)]
        flagged = reads.with_columns(
            in_scene(one, reads).alias(name) for name, one in zip(names, scenes, strict=True)
        ).with_columns(vehicle_scenes=pl.sum_horizontal(_was_at(name).cast(pl.UInt8) for name in names))
        fit = flagged.filter(pl.col("vehicle_scenes") >= request.seen_at_least)
        usual = None
        if request.residents is not None:
            keys = fit["key"].unique(maintain_order=True)
            usual = habits(self.ground, scenes, request.residents.days, keys, receipt, work)
            fit = _with_habits(fit, names, usual, request.residents)
        return self._outcome(flagged, fit, names, usual)

    def _outcome(self, all_: pl.DataFrame, fit: pl.DataFrame, names: list[str], usual: Habits | None) -> Outcome:
        rank = [*(["unusual_scenes"] if usual else []), "vehicle_scenes"]
        numbered = pl.concat_list(
            pl.when(name).then(pl.lit(number, dtype=pl.UInt8)) for number, name in enumerate(names, 1)
        ).list.drop_nulls()
        found = fit.with_columns(scenes=numbered, newest=pl.col("time").max().over("key")).sort(
            *rank, "newest", "key", "time", "read_id", descending=[True] * (len(rank) + 1) + [False, True, False]
        )
        shown = found.head(self.request.limit)
        order = "those of vehicles at most scenes and the newest first"
        cut = f"{len(found):,} reads fit; {len(shown):,} are shown, {order}."
        return Outcome(
            table=shown.select(*SHOWN, "scenes", "vehicle_scenes", *(_HABITS if usual else ())),
            read_ids=shown["read_id"].to_list(),
            shown=plates_in(shown),
            total=len(found),
            plates=found["key"].n_unique(),
            notes=[cut] if len(found) > len(shown) else [],
            facts={
                "scenes": len(names),
                "per_scene": [_counted(all_.filter(pl.col(name))) for name in names],
                "days_of": usual.of if usual else [],
            },
        )


def _was_at(name: str) -> pl.Expr:
    return pl.col(name).any().over("key")


def _counted(reads: pl.DataFrame) -> dict[str, int]:
    return {"reads": len(reads), "vehicles": reads["key"].n_unique()}


def _with_habits(reads: pl.DataFrame, names: list[str], found: Habits, residents: Residents) -> pl.DataFrame:
    """The reads with what is usual for their vehicles, and ``unusual_scenes``: at how many of the others they were."""
    unusual = [pl.col("usual_days").list.get(number) < residents.days_of(of) for number, of in enumerate(found.of)]
    was = (_was_at(name) & strange for name, strange in zip(names, unusual, strict=True))
    return reads.join(found.table, on="key", how="left", maintain_order="left").with_columns(
        unusual_scenes=pl.sum_horizontal(each.cast(pl.UInt8) for each in was)
    )
