"""Plates of people near the asker, or of those who complained (464.7.1(b), 464.7.1(c)), known by keyed hashes alone.

What is watched is a word such as "household of rivera"; the plate itself stands in no flag.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, counted, indexes


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and watched word."""
    if (watched := ground.watched) is None:
        return
    met = defaultdict[tuple[str, str], list[Row]](list)
    for row in rows:
        if row.plate and (word := watched(row.plate)):
            met[row.user, word].append(row)
    for (user, word), found in sorted(met.items()):
        reason = f"A plate that is watched as “{word}” was asked for {counted(len(found), 'time')}."
        yield Flag(WATCH_LIST.name, WATCH_LIST.section, user, indexes(found), reason)


WATCH_LIST = Detector("watch-list", "464.7.1(c)", "plates that are watched", find, frozenset({"plate"}))
