"""Where a vehicle is read again and again (464.7(d)): its places, how long it stays, and at which hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.errors import BadInput
from workbench.plates.key import pack_many
from workbench.search.dwelling import days, grouped, summed
from workbench.search.given import check_window, whole_plate
from workbench.search.ground import Ground, place_name
from workbench.search.movement import Movement
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.receipt import Receipt
from workbench.store.sightings import Sightings, Work
from workbench.wire.movement import PlacesSearch
from workbench.wire.search import Found

ACTION = "search.places"
MOST = 20_000
"""Reads of one vehicle that are looked at together."""


def places(desk: Desk, store: Sightings, request: PlacesSearch) -> tuple[Found, pl.DataFrame]:
    """One row a place, the most visited first; raises what ``run`` raises.

    ``place`` is its camera, or the one of several with most reads; ``latitude`` and ``longitude`` its busiest point.
    ``reads``, ``visits`` and ``days`` (local) count; ``stayed_minutes`` and ``longest_minutes`` are of all visits
    and of one; ``by_hour`` are the reads of each hour of the week, 168 from Monday 00:00 local; ``first``, ``last``.
    ``days`` in the head counts those on which it was read at any place.
    """
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: PlacesSearch) -> _Places:
    check_window(request.window)
    return _Places(request, Ground.of(desk, store, request.sources), whole_plate(request.plate))


@dataclass(frozen=True, slots=True)
class _Places(Movement[PlacesSearch]):
    plate: str

    def elements(self) -> dict[str, Any]:
        return self.told(plate=self.plate, metres=self.request.metres)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        reads = self.ground.store.of_plates(pack_many([self.plate]), self.where(), receipt, work)
        if len(reads) > MOST:
            raise BadInput(
                f"The vehicle has {len(reads):,} reads, more than {MOST:,}.",
                where="window",
                how="Give a shorter window.",
            )
        placed = reads.filter(place_name().is_not_null())
        found = summed(grouped(placed, self.request.metres), self.ground.zone)
        shown = found.head(self.request.limit)
        nowhere = len(reads) - len(placed)
        return Outcome(
            table=shown.drop("read_ids"),
            read_ids=shown["read_ids"].explode(empty_as_null=False).to_list(),
            shown=plates_in(reads),
            total=len(reads),
            plates=min(len(reads), 1),
            notes=[
                *([f"{nowhere:,} reads have neither camera nor place."] if nowhere else []),
                *([f"{len(found):,} places; the {len(shown):,} most visited are shown."] * (len(found) > len(shown))),
            ],
            facts={"plate": self.plate, "places": len(found), "days": days(placed, self.ground.zone)},
        )
