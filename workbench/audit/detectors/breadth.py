"""Far more in a day than this person ever needs (464.7.1(b)-(c)), by the person's own other days alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from statistics import median

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, day_of, indexes

DAYS = 10
"""Other days that are needed to know what is usual."""
TIMES = 4
"""So many times the median of the other days, and more than on any of them."""
LEAST = 15
"""Searches in a day that are never flagged if they are fewer."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and day."""
    for user, own in by_user(rows):
        days = defaultdict[date, list[Row]](list)
        for row in own:
            if row.action.startswith("search") and row.admitted:
                days[day_of(row, ground.zone)].append(row)
        counts = {day: len(found) for day, found in days.items()}
        for day, found in sorted(days.items()):
            others = [count for other, count in counts.items() if other != day]
            if len(others) < DAYS or len(found) < LEAST:
                continue
            usual = median(others)
            if len(found) >= TIMES * usual and len(found) > max(others):
                reason = (
                    f"{len(found)} searches on {day}; {usual:g} is the median of the person's {len(others)} others."
                )
                yield Flag(BREADTH.name, BREADTH.section, user, indexes(found), reason)


BREADTH = Detector("unusual breadth", "464.7.1(c)", "far more than on own other days", find, frozenset({"user"}))
