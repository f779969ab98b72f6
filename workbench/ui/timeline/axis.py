"""Where things stand along a stretch of time, from 0, its start, to 1, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from workbench.prose.shown import visible

BARS = 120
"""Bars of a timeline."""
MOST_TICKS = 6
_STEPS = [
    *(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12)),
    *(timedelta(days=days) for days in (1, 2, 7, 14, 28, 91, 182, 364)),
]


@dataclass(frozen=True, slots=True)
class Mark:
    """One read of the chosen vehicle; ``at`` from 0 to 1."""

    id: str
    at: float
    text: str
    chosen: bool = False

    def sent(self) -> dict[str, object]:
        """As JSON."""
        return {"id": self.id, "at": self.at, "text": visible(self.text, 200), "chosen": self.chosen}


def place(time: datetime, start: datetime, end: datetime) -> float:
    """Where a moment stands; moments before or after stand at the ends."""
    return min(1.0, max(0.0, (time - start) / (end - start)))


def moment(at: float, start: datetime, end: datetime) -> datetime:
    """The moment that stands there."""
    return start + (end - start) * at


def bins(times: pl.Series, start: datetime, end: datetime, bars: int = BARS) -> list[int]:
    """How many of these moments fall into each of so many equal parts of the stretch."""
    length = (end - start) / timedelta(microseconds=1)
    since = times.dt.epoch("us") - int(start.timestamp() * 1_000_000)
    at = (since / length * bars).floor().cast(pl.Int64)
    counted = at.filter((at >= 0) & (at < bars)).value_counts(name="reads")
    found = dict(zip(counted[at.name].to_list(), counted["reads"].to_list(), strict=True))
    return [found.get(number, 0) for number in range(bars)]


def ticks(start: datetime, end: datetime, zone: str) -> list[tuple[float, str]]:
    """Where round local times stand, with what is written there: the day where it begins, else the hour."""
    step = next((each for each in _STEPS if (end - start) / each <= MOST_TICKS), _STEPS[-1])
    there = ZoneInfo(zone)
    first = start.astimezone(there).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    found: dict[float, str] = {}
    for number in range(int((end - start + timedelta(days=2)) / step) + 1):
        time = (first + number * step).replace(tzinfo=there).astimezone(UTC)
        if start <= time < end:
            found.setdefault(place(time, start, end), _label(time.astimezone(there), step))
    return list(found.items())


def _label(time: datetime, step: timedelta) -> str:
    midnight = time.hour == time.minute == 0
    if step >= timedelta(days=1) or midnight:
        return f"{time:%a %d %b}"
    return f"{time:%H:%M}"
