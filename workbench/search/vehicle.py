"""One vehicle's reads (464.7(d)): by its whole plate, as a camera read it or as somebody corrected it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from workbench.plates.key import pack_many
from workbench.policy.decision import Decision
from workbench.policy.movement_rules import decide_movement
from workbench.search.given import (
    Sources,
    area_element,
    check_window,
    looks,
    vehicle_element,
    whole_plate,
    window_element,
)
from workbench.search.ground import SHOWN, Ground, scene
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.receipt import Receipt
from workbench.store.sightings import Sightings, Work
from workbench.wire.movement import VehicleSearch
from workbench.wire.search import Found

ACTION = "search.vehicle"


def vehicle(desk: Desk, store: Sightings, request: VehicleSearch) -> tuple[Found, pl.DataFrame]:
    """The vehicle's reads, the newest first. Raises what ``run`` raises."""
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: VehicleSearch) -> _Vehicle:
    check_window(request.window)
    return _Vehicle(request, whole_plate(request.plate), Ground.of(desk, store, request.sources))


@dataclass(frozen=True, slots=True)
class _Vehicle:
    request: VehicleSearch
    plate: str
    ground: Ground

    @property
    def sources(self) -> Sources:
        return self.ground.sources

    def elements(self) -> dict[str, Any]:
        request = self.request
        return {
            "plate": self.plate,
            "window": window_element(request.window),
            "area": area_element(request.area),
            "vehicle": vehicle_element(request.vehicle),
            "sources": sorted(self.sources.searched),
            "limit": request.limit,
        }

    def decide(self, now: datetime) -> Decision:
        facts = self.ground.facts((self.request.window, self.request.area), limit=self.request.limit)
        return decide_movement(facts, self.ground.limits, now)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        asked = scene(self.request.window, self.request.area)
        where = self.ground.where(asked, **looks(self.request.vehicle))
        found = self.ground.store.of_plates(pack_many([self.plate]), where, receipt, work)
        shown = found.sort("time", "read_id", descending=[True, False]).head(self.request.limit)
        return Outcome(
            table=shown.select(SHOWN),
            read_ids=shown["read_id"].to_list(),
            shown=plates_in(shown),
            total=len(found),
            plates=found["key"].n_unique(),
            notes=list(_notes(self.plate, found, len(shown))),
            facts={"plate": self.plate},
        )


def _notes(plate: str, found: pl.DataFrame, shown: int) -> list[str]:
    notes = []
    if len(found) > shown:
        notes.append(f"{len(found):,} reads fit; the newest {shown:,} are shown.")
    corrected = found.filter(pl.col("resolved_plate").is_not_null() & (pl.col("resolved_plate") != pl.col("plate")))
    away = corrected.filter(pl.col("plate") == plate).height
    if here := corrected.height - away:
        notes.append(f"{here:,} reads were corrected to this plate; the camera read another.")
    if away:
        notes.append(f"{away:,} reads of this plate were corrected to another one.")
    return notes
