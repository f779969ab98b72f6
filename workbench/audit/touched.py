"""Which plates a row is about (464.7.1(b)-(c)): the one that it names, or those that its pattern reaches. Pure.

A narrow pattern (``plates.spellings``) reaches every plate that it can mean, seen or not: who leaves one character out
asks for that plate none the less. A wide one reaches those that its answer showed, and no others. Plates are written
as ``Ground.keyed`` does.
"""

from __future__ import annotations

from workbench.audit.row import Ground, Row
from workbench.plates.spellings import spellings


def meant(row: Row, ground: Ground) -> frozenset[str]:
    """The plates that its own words are about; none of a wide pattern."""
    named = {row.plate} if row.plate else set()
    narrow = spellings(row.pattern) if row.pattern is not None else frozenset()
    return frozenset(map(ground.keyed, named | narrow))


def touched(row: Row, ground: Ground) -> frozenset[str]:
    """The same, and those that its answer showed."""
    return meant(row, ground) | row.released


def by_patterns(rows: list[Row]) -> str:
    """How many of these rows ask by a pattern, in words for a flag; nothing where none does."""
    count = sum(row.pattern is not None for row in rows)
    if not count:
        return ""
    return ", by patterns" if count == len(rows) else f", {count} of them by patterns"
