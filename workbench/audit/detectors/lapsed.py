"""Looks without training (464.4.1, 464.7(e)): refused for it, or admitted although no sign-off is on record."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, by_user, counted, indexes

_SECTIONS = frozenset({"464.4.1", "464.7(e)"})


def find(rows: list[Row], _ground: Ground) -> Iterator[Flag]:
    """A flag for each person."""
    for user, own in by_user(rows):
        refused = [row for row in own if not row.admitted and row.section in _SECTIONS]
        admitted = [row for row in own if row.admitted and row.trained is False]
        if refused:
            reason = f"Refused {counted(len(refused), 'time')} because training was missing or had lapsed."
            yield Flag(LAPSED.name, LAPSED.section, user, indexes(refused), reason)
        if admitted:
            reason = f"{counted(len(admitted), 'row')} admitted, in which no sign-off of training is named."
            yield Flag(LAPSED.name, LAPSED.section, user, indexes(admitted), reason)


LAPSED = Detector("lapsed training", "464.4.1", "looks without training", find, frozenset({"user"}))
