"""One plate again and again (464.7.1(b), 464.7.1(c)): without a case, across cases, or for very long under one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, day_of, indexes

DAYS = 3
"""Days on which a plate without one case of its own is asked for."""
LONG = 10
"""Days under one case."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and plate."""
    for user, own in by_user(rows):
        plates = defaultdict[str, list[Row]](list)
        for row in own:
            if row.plate and row.admitted:
                plates[row.plate].append(row)
        for found in plates.values():
            if reason := _reason(found, ground.zone):
                yield Flag(REPEAT.name, REPEAT.section, user, indexes(found), reason)


def _reason(rows: list[Row], zone: str) -> str:
    days = {day_of(row, zone) for row in rows}
    cases = {row.case.strip().casefold() for row in rows if row.case.strip()}
    if len(days) < DAYS:
        return ""
    when = f"on {len(days)} days from {min(days)} to {max(days)}"
    if not cases:
        return f"The same plate, {len(rows)} times {when}, and no case is named."
    if len(cases) > 1:
        return f"The same plate, {len(rows)} times {when}, under {len(cases)} different cases."
    return f"The same plate, {len(rows)} times {when}, under one case." if len(days) >= LONG else ""


REPEAT = Detector("repeat tracking", "464.7.1(b)", "one plate on many days", find, frozenset({"user", "plate"}))
