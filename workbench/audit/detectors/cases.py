"""Cases that are closed, unknown or another's (464.10(b)), where the agency hands in a list of its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from workbench.audit.row import Detector, Flag, Ground, Row, counted, day_of, indexes

GRACE = timedelta(days=7)
"""After a case was closed, for what is still to be written."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person, case and what is wrong with it."""
    if ground.cases is None:
        return
    wrong = defaultdict[tuple[str, str, str], list[Row]](list)
    for row in rows:
        if row.case.strip() and row.admitted and (why := _wrong(row, ground)):
            wrong[row.user, row.case.strip(), why].append(row)
    for (user, case, why), found in sorted(wrong.items()):
        reason = f"{counted(len(found), 'row')} under case {case}, {why}."
        yield Flag(CASES.name, CASES.section, user, indexes(found), reason)


def _wrong(row: Row, ground: Ground) -> str:
    case = (ground.cases or {}).get(row.case.strip().casefold())
    if case is None:
        return "which the agency's list does not have"
    if case.closed is not None and day_of(row, ground.zone) > case.closed + GRACE:
        return f"which was closed on {case.closed}"
    if case.members and row.user not in case.members:
        return "in which this person has no part"
    return ""


CASES = Detector("closed or foreign case", "464.10(b)", "cases that are not the person's", find, frozenset({"case"}))
