"""Bursts at hours at which the person never works (464.7(a), 464.7.1(c)), by the person's own other days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, indexes

BURST, WITHIN = 3, timedelta(hours=1)
"""So many searches in this time."""
DAYS = 10
"""Other days of a person that are needed to know his or her hours."""
APART = 2
"""Hours on either side within which any search on another day makes the hour a usual one."""
_DAY = 24 * 60


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each burst; searches alone count."""
    zone = ZoneInfo(ground.zone)
    for user, every in by_user(rows):
        own = [row for row in every if row.action.startswith("search")]
        at = [(row.time.astimezone(zone).date(), _minute(row, zone)) for row in own]
        begin = 0
        while begin < len(own):
            end = begin + 1
            while end < len(own) and own[end].time - own[begin].time <= WITHIN:
                end += 1
            if end - begin >= BURST and (reason := _unusual(begin, end, at)):
                yield Flag(OFF_SHIFT.name, OFF_SHIFT.section, user, indexes(own[begin:end]), reason)
                begin = end
            else:
                begin += 1


def _minute(row: Row, zone: ZoneInfo) -> int:
    local = row.time.astimezone(zone)
    return local.hour * 60 + local.minute


def _unusual(begin: int, end: int, at: list[tuple[date, int]]) -> str:
    days = {day for day, _ in at[begin:end]}
    others = [minute for day, minute in at if all(abs((day - own).days) > 1 for own in days)]
    usual = {day for day, _ in at if all(abs((day - own).days) > 1 for own in days)}
    if len(usual) < DAYS:
        return ""
    first = at[begin][1]
    near = sum(min((minute - first) % _DAY, (first - minute) % _DAY) <= APART * 60 for minute in others)
    if near:
        return ""
    return (
        f"{end - begin} searches within an hour from {first // 60:02d}:{first % 60:02d} on {min(days)}; "
        f"on {len(usual)} other days the person never searched within {APART} hours of that time."
    )


OFF_SHIFT = Detector("off-shift burst", "464.7.1(c)", "bursts outside of own hours", find, frozenset({"user"}))
