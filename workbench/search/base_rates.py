"""How common reads are (464.7(d)): by camera and hour of the week, so that one sighting can be weighed.

No plate is shown. The hours are those of the agency's clock; a rate counts hours that had no read too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

import polars as pl

from workbench.errors import BadInput
from workbench.search.given import check_window
from workbench.search.ground import Ground, local
from workbench.search.movement import Movement
from workbench.search.run import Desk, Outcome, run
from workbench.store.receipt import Receipt
from workbench.store.sightings import Sightings, Work
from workbench.wire.movement import BaseRatesSearch
from workbench.wire.search import Found, Window

ACTION = "search.base-rates"
LONGEST = timedelta(days=731)
"""The longest window whose hours are counted."""
_HOUR = timedelta(hours=1)


def base_rates(desk: Desk, store: Sightings, request: BaseRatesSearch) -> tuple[Found, pl.DataFrame]:
    """One row a camera and hour of the week (0 to 167, from Monday 00:00 local) that had a read.

    ``reads`` in so many ``hours`` of the window, ``hours_with`` of which had any; ``reads_per_hour``, and the
    different plates of an hour in the mean (``plates_per_hour``). Raises what ``run`` raises.
    """
    return run(desk, ACTION, request, lambda: _read(desk, store, request))


def _read(desk: Desk, store: Sightings, request: BaseRatesSearch) -> _BaseRates:
    check_window(request.window)
    if request.window.end - request.window.start > LONGEST:
        raise BadInput(
            f"Rates are counted over {LONGEST.days} days at most.", where="window", how="Give a shorter window."
        )
    return _BaseRates(request, Ground.of(desk, store, request.sources))


@dataclass(frozen=True, slots=True)
class _BaseRates(Movement[BaseRatesSearch]):
    def look(self, receipt: Receipt, work: Work) -> Outcome:
        request, zone = self.request, self.ground.zone
        counted = self.ground.store.tally(self.where(), ("camera", "hour"), receipt, work)
        cells = counted.with_columns(hour_of_week=_hour_of_week(zone)).group_by("camera", "hour_of_week")
        reads, plates = pl.col("reads").sum(), pl.col("plates").sum()
        table = (
            cells.agg(reads=reads, hours_with=pl.len().cast(pl.Int64), plates=plates)
            .join(_hours(request.window, zone), on="hour_of_week", how="left")
            .with_columns(
                reads_per_hour=pl.col("reads") / pl.col("hours"), plates_per_hour=pl.col("plates") / pl.col("hours")
            )
            .select("camera", "hour_of_week", "reads", "hours", "hours_with", "reads_per_hour", "plates_per_hour")
            .sort("camera", "hour_of_week")
        )
        total = int(table["reads"].sum())
        return Outcome(table, [], [], total, 0, [f"At every camera, {total:,} reads were counted; none is shown."])


def _hour_of_week(zone: str) -> pl.Expr:
    clock = local(zone, "hour").dt
    return ((clock.weekday().cast(pl.Int16) - 1) * 24 + clock.hour()).cast(pl.Int16)


def _hours(window: Window, zone: str) -> pl.DataFrame:
    """Hours of the window by hour of the week; the parts of hours at its ends count as parts."""
    start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = pl.DataFrame({"hour": pl.datetime_range(first, end, _HOUR, closed="left", eager=True)})
    hours = hours.with_columns(pl.col("hour").dt.cast_time_unit("us"))
    since, until = pl.max_horizontal("hour", pl.lit(start)), pl.min_horizontal(pl.col("hour") + _HOUR, pl.lit(end))
    share = (until - since).dt.total_microseconds() / (_HOUR / timedelta(microseconds=1))
    return hours.group_by(hour_of_week=_hour_of_week(zone)).agg(hours=share.sum())
