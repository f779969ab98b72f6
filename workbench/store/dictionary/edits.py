"""A pattern with edits as patterns without (464.7(d)): ``?`` for a wrong character, none for a missing one, one more.

Whatever is within the distance fits one of them; some that fit are further away, so the distance is measured after.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.plates.characters import LONGEST
from workbench.plates.mark import ANY, Mark
from workbench.plates.pattern import Pattern

Marks = tuple[Mark, ...]


@lru_cache(maxsize=256)
def edited(pattern: Pattern) -> tuple[Pattern, ...]:
    """Patterns that together let through every plate within ``pattern.distance`` edits."""
    every = {pattern.marks}
    for _ in range(pattern.distance):
        every = {after for before in every for after in _one_edit(before)}
    kept = sorted({"".join(mark.spelled for mark in marks) for marks in every if marks})
    return tuple(Pattern(text) for text in kept if set(text) - {"?"})


def _one_edit(marks: Marks) -> Iterator[Marks]:
    for place in range(len(marks)):
        yield (*marks[:place], ANY, *marks[place + 1 :])
        yield (*marks[:place], *marks[place + 1 :])
    if len(marks) < LONGEST:
        for place in range(len(marks) + 1):
            yield (*marks[:place], ANY, *marks[place:])
