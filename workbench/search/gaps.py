"""When a vehicle was not read although it usually is (464.7(d)): no camera saw it that usually does.

``absence`` says what is usual and how likely a gap is by the vehicle's own habits. A gap is a lead too: the vehicle
may have been parked, or taken a road without a camera, as well as been away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.errors import BadInput
from workbench.plates.key import pack_many
from workbench.search.absence import Habit, stretches
from workbench.search.chance import corrected
from workbench.search.given import check_window, whole_plate
from workbench.search.ground import Ground
from workbench.search.movement import Movement
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.receipt import Receipt
from workbench.store.sightings import Sightings, Work
from workbench.wire.movement import FEW_DAYS, GapsSearch
from workbench.wire.search import Found

ACTION = "search.gaps"
MOST = 20_000
"""Reads of one vehicle that are looked at together."""
UNLIKELY = 0.05
"""A stretch without reads that is likelier than this by the vehicle's habits is no gap."""


def gaps(desk: Desk, store: Sightings, request: GapsSearch) -> tuple[Found, pl.DataFrame]:
    """One row a gap, the least likely first; raises what ``run`` raises.

    ``after`` and ``before`` are the reads at its ends (UTC; None where the window ends it), ``camera_after`` and
    ``camera_before`` their places. ``others`` are the days outside it, which tell what is usual; ``days`` those on
    which it is usually read within it, ``expected`` on how many of them it would be. ``chance`` is that of none,
    ``corrected`` the false discovery rate among all stretches. ``blind`` of the ``quarters`` (of days) don't count:
    the cameras that see it then read nobody. ``cameras`` are those that usually see it in the others.
    """
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: GapsSearch) -> _Gaps:
    check_window(request.window)
    return _Gaps(request, Ground.of(desk, store, request.sources), whole_plate(request.plate))


@dataclass(frozen=True, slots=True)
class _Gaps(Movement[GapsSearch]):
    plate: str

    def elements(self) -> dict[str, Any]:
        return self.told(plate=self.plate)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        own = self.ground.store.of_plates(pack_many([self.plate]), self.where(), receipt, work)
        if len(own) > MOST:
            how = "Give a shorter window."
            raise BadInput(f"The vehicle has {len(own):,} reads, more than {MOST:,}.", where="window", how=how)
        placed = own.filter(pl.col("camera").is_not_null()).sort("time", "read_id")
        watched = self.ground.store.tally(self.where(), ("camera", "hour"), receipt, work)
        habit = Habit.of(placed, watched, self.request.window, self.ground.zone)
        found = stretches(habit, placed)
        chance = pl.Series("corrected", corrected(found["chance"].to_numpy(), len(found)))
        told = found.with_columns(chance).filter(pl.col("chance") <= UNLIKELY)
        enough = habit.days_read >= FEW_DAYS
        shown = told.sort("chance", "after", nulls_last=False).head(self.request.limit if enough else 0)
        return Outcome(
            table=shown,
            read_ids=own["read_id"].to_list(),
            shown=plates_in(own),
            total=len(own),
            plates=min(len(own), 1),
            notes=list(_notes(own, placed, habit)),
            facts={"plate": self.plate, "days": habit.days, "days_read": habit.days_read, "stretches": len(found)},
        )


def _notes(own: pl.DataFrame, placed: pl.DataFrame, habit: Habit) -> list[str]:
    notes = [f"It was read on {habit.days_read:,} of the {habit.days:,} days of the window."]
    if habit.days_read < FEW_DAYS:
        notes.append(f"On fewer than {FEW_DAYS} days nothing is usual: no gap can be told. Give a longer window.")
    if nowhere := len(own) - len(placed):
        notes.append(f"{nowhere:,} reads tell no camera and were left out.")
    return notes
