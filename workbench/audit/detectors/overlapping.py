"""One login in two places at once (464.5.2): sign-ins and searches from two addresses, to and fro in half an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, indexes

WITHIN = timedelta(minutes=30)


def find(rows: list[Row], _ground: Ground) -> Iterator[Flag]:
    """A flag for each stretch of it: moving from one place to another once is none."""
    for user, every in by_user(rows):
        own = [row for row in every if row.address]
        stretch: list[Row] = []
        for first, second, third in zip(own, own[1:], own[2:], strict=False):
            back = first.address == third.address != second.address and third.time - first.time <= WITHIN
            if back:
                stretch += [row for row in (first, second, third) if row not in stretch[-3:]]
            elif stretch and third.time - stretch[-1].time > WITHIN:
                yield _flag(user, stretch)
                stretch = []
        if stretch:
            yield _flag(user, stretch)


def _flag(user: str, rows: list[Row]) -> Flag:
    places = sorted({row.address for row in rows})
    reason = f"{len(rows)} rows to and fro between {len(places)} addresses within {WITHIN.seconds // 60} minutes each."
    return Flag(OVERLAPPING.name, OVERLAPPING.section, user, indexes(rows), reason)


OVERLAPPING = Detector(
    "overlapping sessions", "464.5.2", "one login in two places at once", find, frozenset({"user", "address"})
)
