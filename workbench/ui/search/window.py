"""The time window as people type it: the agency's own time, without a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MARGIN = timedelta(hours=1)
"""How much shorter the default is than the longest window that nobody has to confirm."""


def default_window(now: datetime, days: float, zone: str) -> tuple[datetime, datetime]:
    """Start and end of the last days, up to the minute after ``now`` (UTC), in the zone's own time."""
    end = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    start = end - timedelta(days=days) + (MARGIN if days > 1 else timedelta())
    return typed(start, zone), typed(end, zone)


def window_back(now: datetime, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """A window of this length up to the minute after ``now`` (UTC), in the zone's own time."""
    end = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return typed(end - timedelta(minutes=minutes), zone), typed(end, zone)


def typed(time: datetime, zone: str) -> datetime:
    """A moment as it would be typed in the zone."""
    return time.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def to_utc(time: datetime | None, zone: str, *, last: bool = False) -> datetime | None:
    """The moment that was typed, in UTC; in the hour that autumn repeats, the first of the two, or the ``last``.

    In the hour that spring leaves out it is the hour after.
    """
    if time is None:
        return None
    first, second = (time.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return max(first, second) if last else first


def clock_words(start: datetime | None, end: datetime | None, zone: str) -> str:
    """What is odd about times that were typed, where clocks change then; empty where nothing is."""
    for time in (start, end):
        if time is None:
            continue
        first, last = (time.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
        if first.utcoffset() == last.utcoffset():
            continue
        if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != time:
            return f"{time:%Y-%m-%d %H:%M} does not exist: clocks are put forward then. The next hour is meant."
        twice = f"{time:%Y-%m-%d %H:%M} comes twice, as {first:%Z} and as {last:%Z}."
        return f"{twice} A window begins with the first and ends with the second."
    return ""


FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Outside these no time is meant; what travels has the same bounds."""


def window_problem(start: datetime | None, end: datetime | None) -> str:
    """What is wrong with a window; empty when it may be searched."""
    if any(time is not None and not FIRST_YEAR < time.year < LAST_YEAR for time in (start, end)):
        return f"Give times from {FIRST_YEAR + 1} to {LAST_YEAR - 1}."
    if (start is None) != (end is None):
        return "Give both ends of the time window, or clear both."
    if start is not None and end is not None and end <= start:
        return "The time window ends before it starts."
    return ""
