"""Plates of people near the asker, or of those who complained (464.7.1(b), 464.7.1(c)), known by keyed hashes alone.

What is watched is a word such as "household of rivera"; the plate itself stands in no flag. A pattern meets the list
by the plates that it reaches (``audit.touched``), each hashed with the list's key; a look that names no plate, a
canvass or an image, by those that its answer showed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workbench.audit.row import Detector, Flag, Ground, Row, counted, indexes
from workbench.audit.touched import by_patterns, meant

FEW = 10
"""An answer with more plates shows somebody's by chance; it counts where that somebody is the asker."""


def find(rows: list[Row], ground: Ground) -> Iterator[Flag]:
    """A flag for each person and watched word."""
    met = defaultdict[tuple[str, str], list[Row]](list)
    for row in rows:
        for word in words_of(row, ground):
            met[row.user, word].append(row)
    for (user, word), found in sorted(met.items()):
        reason = f"A plate that is watched as “{word}” was {_how(found)}."
        yield Flag(WATCH_LIST.name, WATCH_LIST.section, user, indexes(found), reason)


def _how(rows: list[Row]) -> str:
    """Asked for, or seen by who named no plate."""
    named = [row for row in rows if row.plates]
    asked = f"asked for {counted(len(named), 'time')}{by_patterns(named)}" if named else ""
    seen = len(rows) - len(named)
    shown = f"shown {counted(seen, 'time')} where no plate was named" if seen else ""
    return " and ".join(filter(None, (asked, shown)))


def words_of(row: Row, ground: Ground) -> list[str]:
    """As what the plates are watched that a row is about."""
    if (watched := ground.watched) is None:
        return []
    few = len(row.released) <= FEW
    own = (plate for plate in row.released if few or ground.concerned(plate, row.user))
    return sorted(set(map(watched, {*meant(row, ground), *own})) - {""})


WATCH_LIST = Detector("watch-list", "464.7.1(c)", "plates that are watched", find, frozenset({"plates"}))
