"""One vehicle's reads (464.7(d)): by its whole plate, as a camera read it or as somebody corrected it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.plates.key import pack_many
from workbench.search.given import check_window, whole_plate
from workbench.search.ground import SHOWN, Ground
from workbench.search.movement import Movement
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
    return _Vehicle(request, Ground.of(desk, store, request.sources), whole_plate(request.plate))


@dataclass(frozen=True, slots=True)
class _Vehicle(Movement[VehicleSearch]):
    plate: str

    def elements(self) -> dict[str, Any]:
        return self.told(plate=self.plate)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        found = self.ground.store.of_plates(pack_many([self.plate]), self.where(), receipt, work)
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
