"""What is usual for a vehicle in each quarter of a day, and how likely it is not to be read for a while (464.7(d)).

A day of the agency's clock has four quarters (from 00, 06, 12 and 18 h), and days are of two kinds: Monday to Friday,
and the weekend. In a quarter it is usual to be read with the share of the other days of that kind on which it was,
one day without a read added. A quarter in which the cameras that see the vehicle then read nobody at all does not
count. The quarters of a day are taken as wholly dependent, so that the likeliest of them stands for all; different
days as independent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Self
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.search.ground import local
from workbench.wire.search import Window

QUARTERS = 4
_HOURS = 24 // QUARTERS
_NAMED = 3
"""Cameras that a gap names."""
STRETCHES: dict[str, Any] = {
    "after": pl.Datetime("us", "UTC"),
    "before": pl.Datetime("us", "UTC"),
    "camera_after": pl.String(),
    "camera_before": pl.String(),
    "others": pl.Int64(),
    "days": pl.Int64(),
    "expected": pl.Float64(),
    "chance": pl.Float64(),
    "quarters": pl.Int64(),
    "blind": pl.Int64(),
    "cameras": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Habit:
    """The quarters of the window's days, in order: ``kind`` of each (0 to 7), whether it was ``read`` and ``open``.

    ``whole`` are those that the window covers. ``at`` gives the quarter of each read; ``seen`` lists the cameras that
    see the vehicle, by kind.
    """

    days: int
    days_read: int
    kind: NDArray[np.int64]
    read: NDArray[np.bool_]
    open: NDArray[np.bool_]
    whole: NDArray[np.bool_]
    at: NDArray[np.int64]
    seen: dict[int, list[str]]

    @classmethod
    def of(cls, reads: pl.DataFrame, watched: pl.DataFrame, window: Window, zone: str) -> Self:
        """Of one vehicle's reads in order, and of the hours (UTC) in which each ``camera`` read anybody."""
        start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (window.start, window.end))
        first, days = start.date(), (end.date() - start.date()).days + 1
        at = _quarter(reads, first, zone, "time")
        number = np.arange(days * QUARTERS)
        weekend = (number // QUARTERS + first.weekday()) % 7 >= 5
        kind = weekend * QUARTERS + number % QUARTERS
        read = np.zeros(len(number), np.bool_)
        read[at] = True
        whole = np.ones(len(number), np.bool_)
        whole[: _place(start.hour)] = False
        whole[(days - 1) * QUARTERS + _place(end.hour) :] = False
        seen = _seen(kind[at], at, reads["camera"].to_list())
        open_ = _open(kind, seen, watched, first, zone)
        return cls(days, len(np.unique(at // QUARTERS)), kind, read, open_ | read, whole, at, seen)

    def usual(self, first: int, last: int) -> NDArray[np.float64]:
        """For each quarter from ``first`` until before ``last``: the share of the other days on which it was read."""
        kinds = 2 * QUARTERS
        within = np.zeros(len(self.kind), np.bool_)
        within[first:last] = True
        others = self.open & ~within
        reads = np.bincount(self.kind[self.read & ~within], minlength=kinds)
        return (reads / (np.bincount(self.kind[others], minlength=kinds) + 1.0))[self.kind[first:last]]


def stretches(habit: Habit, reads: pl.DataFrame) -> pl.DataFrame:
    """Every stretch between two reads, or between one and an end of the window, in which a read was to be expected."""
    times, cameras = [None, *reads["time"], None], [None, *reads["camera"], None]
    edges = [-1, *habit.at.tolist(), len(habit.kind)]
    rows = [
        {"after": times[n], "before": times[n + 1], "camera_after": cameras[n], "camera_before": cameras[n + 1], **told}
        for n, (one, other) in enumerate(pairwise(edges))
        if other - one > 1 and (told := _stretch(habit, one + 1, other))
    ]
    return pl.DataFrame(rows, schema=STRETCHES)


def _stretch(habit: Habit, first: int, last: int) -> dict[str, Any] | None:
    counts = habit.open[first:last] & habit.whole[first:last]
    usual = np.where(counts, habit.usual(first, last), 0.0)
    day = np.arange(first, last) // QUARTERS
    daily = np.zeros(day[-1] - day[0] + 1)
    np.maximum.at(daily, day - day[0], usual)
    if not daily.any():
        return None
    whole = habit.whole[first:last]
    return {
        "others": len(habit.kind) // QUARTERS - len(daily),
        "days": int((daily > 0).sum()),
        "expected": float(daily.sum()),
        "chance": float(np.prod(1 - daily)),
        "quarters": int(whole.sum()),
        "blind": int((whole & ~habit.open[first:last] & np.isin(habit.kind[first:last], list(habit.seen))).sum()),
        "cameras": list(dict.fromkeys(_named(habit, first, last, usual)))[:_NAMED],
    }


def _named(habit: Habit, first: int, last: int, usual: NDArray[np.float64]) -> Iterator[str]:
    """The cameras that see it in these quarters, of the most usual quarter first."""
    for place in np.argsort(-usual, kind="stable"):
        if usual[place] > 0:
            yield from habit.seen[int(habit.kind[first:last][place])]


def _seen(kinds: NDArray[np.int64], at: NDArray[np.int64], cameras: list[str]) -> dict[int, list[str]]:
    """For each kind of quarter the cameras that read the vehicle in any, those of most quarters first."""
    cells = pl.DataFrame({"kind": kinds, "at": at, "camera": cameras}, schema_overrides={"camera": pl.String()})
    counted = cells.unique().group_by("kind", "camera").len().sort("len", "camera", descending=[True, False])
    found: dict[int, list[str]] = {}
    for kind, camera, _ in counted.iter_rows():
        found.setdefault(kind, []).append(camera)
    return found


def _open(
    kind: NDArray[np.int64], seen: dict[int, list[str]], watched: pl.DataFrame, first: date, zone: str
) -> NDArray[np.bool_]:
    """The quarters in which one of the cameras that see the vehicle then read anybody."""
    at = _quarter(watched, first, zone, "hour")
    inside = (at >= 0) & (at < len(kind))
    pairs = {(number, camera) for number, cameras in seen.items() for camera in cameras}
    sees = [
        within and (int(kind[place]), camera) in pairs
        for within, place, camera in zip(inside, np.where(inside, at, 0), watched["camera"].to_list(), strict=True)
    ]
    out = np.zeros(len(kind), np.bool_)
    out[at[np.array(sees, np.bool_)]] = True
    return out


def _quarter(table: pl.DataFrame, first: date, zone: str, column: str) -> NDArray[np.int64]:
    clock = table.select(clock=local(zone, column))["clock"].dt
    days = (clock.date() - first).dt.total_days()
    found: NDArray[np.int64] = (days * QUARTERS + clock.hour().cast(pl.Int64) // _HOURS).to_numpy()
    return found


def _place(hour: int) -> int:
    return hour // _HOURS
