"""One plate again and again (464.7.1(b), 464.7.1(c)): without a case, across cases, or for very long under one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, day_of, indexes
from workbench.audit.touched import by_patterns, touched

DAYS = 3
"""Days on which a plate without one case of its own is asked for."""
LONG = 10
"""Days under one case."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and plate; one for all plates that the same patterns reach."""
    for user, own in by_user(rows):
        plates = defaultdict[str, list[Row]](list)
        for row in own:
            if row.admitted and row.plates:
                for plate in touched(row, ground):
                    plates[plate].append(row)
        told = {
            indexes(found): reason
            for found in plates.values()
            if len(found) >= DAYS and (reason := _reason(found, ground.zone))
        }
        for which in _widest(told):
            yield Flag(REPEAT.name, REPEAT.section, user, which, told[which])


def _widest(sets: Collection[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Those that are no part of another, in order."""
    kept: list[tuple[int, ...]] = []
    for each in sorted(sets, key=lambda rows: (-len(rows), rows)):
        if not any(set(each) <= set(other) for other in kept):
            kept.append(each)
    return sorted(kept)


def _reason(rows: list[Row], zone: str) -> str:
    days = {day_of(row, zone) for row in rows}
    cases = {row.case.strip().casefold() for row in rows if row.case.strip()}
    if len(days) < DAYS:
        return ""
    patterns = by_patterns(rows)
    often = f"The same plate, {len(rows)} times{patterns and f'{patterns},'}"
    when = f"on {len(days)} days from {min(days)} to {max(days)}"
    if not cases:
        return f"{often} {when}, and no case is named."
    if len(cases) > 1:
        return f"{often} {when}, under {len(cases)} different cases."
    return f"{often} {when}, under one case." if len(days) >= LONG else ""


REPEAT = Detector("repeat tracking", "464.7.1(b)", "one plate on many days", find, frozenset({"user", "plates"}))
