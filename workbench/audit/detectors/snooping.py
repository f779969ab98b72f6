"""Looks at the log itself that are about one person, or about oneself (464.6, 464.7.1(b))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, day_of, indexes

DAYS = 4
"""Days on which somebody looks for the same person or plate in the log."""
OWN = 3
"""Looks for one's own name."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and whom the looks are about."""
    for user, own in by_user(rows):
        looks = defaultdict[str, list[Row]](list)
        for row in own:
            if row.about:
                looks[row.about.casefold()].append(row)
        for about, found in sorted(looks.items()):
            days = {day_of(row, ground.zone) for row in found}
            if about == user.casefold() and len(found) >= OWN:
                reason = f"Looked {len(found)} times for what the log holds about himself or herself."
            elif len(days) >= DAYS:
                reason = f"Looked on {len(days)} days for the same person or plate in the log."
            else:
                continue
            yield Flag(SNOOPING.name, SNOOPING.section, user, indexes(found), reason)


SNOOPING = Detector("snooping in the log", "464.6", "looks at the log about one person", find, frozenset({"user"}))
