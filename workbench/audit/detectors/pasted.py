"""The same words for different cases (464.10(b)): a narrative that was pasted says nothing of the case it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, indexes

CASES = 3
LEAST = 15
"""Characters of a narrative; shorter ones are the matter of the rule on vague reasons."""


def find(rows: list[Row], _ground: Ground) -> Iterator[Flag]:
    """A flag for each person and narrative."""
    for user, own in by_user(rows):
        same = defaultdict[str, list[Row]](list)
        for row in own:
            told = " ".join(row.reason.split()).casefold()
            if len(told) >= LEAST and row.case.strip() and row.admitted:
                same[told].append(row)
        for found in same.values():
            cases = {row.case.strip().casefold() for row in found}
            if len(cases) >= CASES:
                reason = f"Word for word the same narrative for {len(cases)} different cases."
                yield Flag(PASTED.name, PASTED.section, user, indexes(found), reason)


PASTED = Detector(
    "repeated narrative", "464.10(b)", "one narrative for many cases", find, frozenset({"user", "case", "reason"})
)
