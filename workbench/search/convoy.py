"""Who travels with a vehicle (464.7(d)): read near it on outing after outing, more often than chance explains.

``outings`` says when an outing is shared, ``own_rates`` how likely that is because of a vehicle's own habits, and
``chance`` how likely so many shared outings are by chance alone. It is a lead: two vehicles may have one destination.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from workbench.errors import BadInput
from workbench.plates.key import fold_many, pack_many
from workbench.search.chance import corrected, tail
from workbench.search.given import check_window, span, whole_plate
from workbench.search.ground import Ground
from workbench.search.movement import Movement
from workbench.search.outings import company, passages
from workbench.search.own_rates import chances
from workbench.search.run import Desk, Outcome, plates_in, run
from workbench.store.receipt import Receipt
from workbench.store.sightings import SPOT_SCHEMA, Scene, Sightings, Work
from workbench.wire.movement import ConvoySearch
from workbench.wire.search import Found

ACTION = "search.convoy"
MOST_SPOTS = 2_000
"""Reads of the vehicle itself."""
MOST_NEAR = 500_000
"""Reads near those."""
MOST_COMPANY = 1_000
"""Vehicles that shared enough outings to be looked at."""
MOST_HISTORY = 500_000
"""Their reads in the window."""
_AT_ONCE = 50
"""Vehicles whose habits are looked at together."""
_LOOKS = ("state", "make", "model", "colour", "body_type")


def convoy(desk: Desk, store: Sightings, request: ConvoySearch) -> tuple[Found, pl.DataFrame]:
    """One row a vehicle that shared enough outings, the least likely to be chance first; raises what ``run`` raises.

    ``outings`` of ``of_outings`` were shared where ``expected`` would be by its own habits; ``chance`` is that of so
    many or more, ``corrected`` the false discovery rate among all that were met. ``encounters``, ``places`` and
    ``days`` count meetings, ``reads`` all its reads in the window; ``first`` and ``last`` meeting, UTC.
    """
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: ConvoySearch) -> _Convoy:
    check_window(request.window)
    return _Convoy(request, Ground.of(desk, store, request.sources), whole_plate(request.plate))


@dataclass(frozen=True, slots=True)
class _Convoy(Movement[ConvoySearch]):
    plate: str

    def elements(self) -> dict[str, Any]:
        request = self.request
        return self.told(plate=self.plate, seconds=request.seconds, metres=request.metres, least=request.least)

    def look(self, receipt: Receipt, work: Work) -> Outcome:
        own = self._own(receipt, work)
        spots = passages(_placed(own), self.request.seconds, self.ground.zone)
        near, misread = self._near(own, spots, receipt, work)
        met = company(spots, near)
        enough = met.filter(pl.col("outings") >= self.request.least)
        _few(len(enough), MOST_COMPANY, "vehicles shared enough outings", "least")
        ranked = self._ranked(spots, enough, len(met), receipt, work)
        shown = ranked.head(self.request.limit)
        seen = [*own["read_id"], *shown["read_ids"].explode(empty_as_null=False)]
        return Outcome(
            table=shown.drop("read_ids"),
            read_ids=sorted(set(seen)),
            shown=plates_in(own) | plates_in(near.filter(pl.col("read_id").is_in(seen))),
            total=len(near) + len(own),
            plates=len(ranked),
            notes=self._notes(own, spots, misread, len(met), len(ranked)),
            facts={"plate": self.plate, "outings": _outings(spots), "met": len(met)},
        )

    def _own(self, receipt: Receipt, work: Work) -> pl.DataFrame:
        where = self.ground.where(Scene(self.request.window))
        own = self.ground.store.of_plates(pack_many([self.plate]), where, receipt, work)
        _few(len(own), MOST_SPOTS, "reads of this vehicle are in the window")
        return own

    def _near(self, own: pl.DataFrame, spots: pl.DataFrame, receipt: Receipt, work: Work) -> tuple[pl.DataFrame, int]:
        """Others' reads near the spots, and how many were left out because they look like the vehicle misread."""
        request = self.request
        asked = spots.select(pl.col(name).cast(kind) for name, kind in SPOT_SCHEMA.items())
        reach = (request.seconds, request.metres)
        near = self.ground.store.around(asked, *reach, self.where(), receipt, work, most=MOST_NEAR)
        others = near.join(own.select("read_id"), on="read_id", how="anti", maintain_order="left")
        alike = pl.Series(fold_many(others["key"].to_numpy().view(np.uint64)) == fold_many(pack_many([self.plate])))
        return others.filter(~alike), others.filter(alike)["read_id"].n_unique()

    def _ranked(
        self, spots: pl.DataFrame, enough: pl.DataFrame, family: int, receipt: Receipt, work: Work
    ) -> pl.DataFrame:
        where = self.ground.where(Scene(self.request.window))
        keys = enough["key"].to_numpy()
        history = self.ground.store.of_plates(keys.view(np.uint64), where, receipt, work)
        _few(len(history), MOST_HISTORY, "reads of vehicles that shared outings are in the window")
        history = history.join(enough.select("key"), on="key", how="semi", maintain_order="left")
        outings = np.zeros((len(keys), _outings(spots)))
        parts = range(0, len(keys), _AT_ONCE)
        work.expect(len(parts))
        for first in parts:
            rows = slice(first, first + _AT_ONCE)
            part = pl.DataFrame({"key": keys[rows]}).join(history, on="key", maintain_order="left")
            found = self._chances(spots, part)
            outings[rows] = found["chance"].to_numpy().reshape(-1, outings.shape[1])
            work.done()
        chance = tail(outings, enough["outings"].to_numpy())
        return (
            enough.with_columns(
                expected=pl.Series(outings.sum(axis=1)),
                chance=pl.Series(chance),
                corrected=pl.Series(corrected(chance, family)),
                of_outings=pl.lit(outings.shape[1], dtype=pl.Int64),
            )
            .join(_described(history), on="key", how="left")
            .sort("chance", "outings", "encounters", "plate", descending=[False, True, True, False])
            .select(
                *("plate", *_LOOKS, "outings", "of_outings", "expected", "chance", "corrected"),
                *("encounters", "places", "days", "reads", "first", "last", "read_ids"),
            )
        )

    def _chances(self, spots: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
        window = span(self.request.window)
        if window is None:
            raise ValueError("a convoy is looked for in a window")
        request = self.request
        return chances(spots, _placed(history), request.seconds, request.metres, window, self.ground.zone)

    def _notes(self, own: pl.DataFrame, spots: pl.DataFrame, misread: int, met: int, ranked: int) -> list[str]:
        on = f"on {_outings(spots):,} outings; {ranked:,} shared {self.request.least} or more"
        notes = [
            f"{met:,} other vehicles were read near it {on}.",
            "A small chance says that the other vehicle's own habits don't explain the meetings; not why they met.",
        ]
        if nowhere := len(own) - len(spots):
            notes.append(f"{nowhere:,} reads of the vehicle have no place and were left out.")
        if misread:
            notes.append(f"{misread:,} reads nearby look like this plate misread and were left out.")
        return notes


def _placed(reads: pl.DataFrame) -> pl.DataFrame:
    return reads.filter(pl.col("latitude").is_not_null(), pl.col("longitude").is_not_null())


def _outings(spots: pl.DataFrame) -> int:
    return spots["outing"].n_unique()


def _described(history: pl.DataFrame) -> pl.DataFrame:
    """Plate, commonest looks and number of reads, by key."""
    plate = pl.coalesce("resolved_plate", "plate").first().alias("plate")
    commonest = [pl.col(name).drop_nulls().mode().sort().first() for name in _LOOKS]
    return history.group_by("key").agg(plate, *commonest, reads=pl.len().cast(pl.Int64))


def _few(count: int, most: int, what: str, where: str = "window") -> None:
    if count > most:
        how = "Give a shorter window." if where == "window" else "Ask for more shared outings, or a shorter window."
        raise BadInput(f"{count:,} {what}; {most:,} can be looked at together.", where=where, how=how)
