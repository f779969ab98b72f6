"""How a plate is laid along a pattern so that least has to be excused (464.7(d)).

Edits first, look-alikes second: the smallest sum is found over all ways (Needleman and Wunsch, Journal of Molecular
Biology 48, 1970).
"""

from __future__ import annotations

from typing import NamedTuple

from workbench.plates.mark import Mark
from workbench.plates.pattern import Pattern

_EDIT, _SWAP = 100, 2
_LOST = 1
"""Besides the edit, of a given character that is missing: a wildcard is rather taken for the missing one."""
_NEVER = 10_000


class Step(NamedTuple):
    """A character beside its mark; ``char`` is empty where one is missing, ``mark`` None where one is too many."""

    mark: Mark | None
    char: str

    @property
    def edit(self) -> bool:
        """Whether the pattern had to be changed here."""
        return self.mark is None or self.char not in self.mark.allowed

    @property
    def swap(self) -> bool:
        """Whether the character is only taken for the one that was asked."""
        return self.mark is not None and not self.edit and not self.mark.open and self.char not in self.mark.chars


def align(pattern: Pattern, plate: str) -> list[Step] | None:
    """The steps along a normalised plate with fewest edits, then fewest swaps; None when it does not fit.

    Edits are taken up to the pattern's distance.
    """
    marks = pattern.marks
    if not pattern.distance and not pattern.has_run:
        return _beside(marks, plate)
    costs = _costs(marks, plate, edits=pattern.distance > 0)
    if costs[0][0] >= (pattern.distance + 1) * _EDIT:
        return None
    return _steps(marks, plate, costs, edits=pattern.distance > 0)


def _beside(marks: tuple[Mark, ...], plate: str) -> list[Step] | None:
    if len(marks) != len(plate):
        return None
    steps = [Step(mark, char) for mark, char in zip(marks, plate, strict=True)]
    return None if any(step.edit for step in steps) else steps


def _costs(marks: tuple[Mark, ...], plate: str, *, edits: bool) -> list[list[int]]:
    """The least cost of the marks from ``i`` on and the characters from ``j`` on, for each of both."""
    costs = [[_NEVER] * (len(plate) + 1) for _ in range(len(marks) + 1)]
    for i in range(len(marks), -1, -1):
        for j in range(len(plate), -1, -1):
            if i == len(marks) and j == len(plate):
                costs[i][j] = 0
            else:
                costs[i][j] = min((cost for cost, *_ in _ways(marks, plate, costs, i, j, edits)), default=_NEVER)
    return costs


def _ways(
    marks: tuple[Mark, ...],
    plate: str,
    costs: list[list[int]],
    i: int,
    j: int,
    edits: bool,  # noqa: FBT001
) -> list[tuple[int, int, int]]:
    """What can be done at mark ``i`` and character ``j``: its cost with all that follows, and where it leads."""
    ways = []
    mark = marks[i] if i < len(marks) else None
    if mark is not None and mark.run:
        ways.append((costs[i + 1][j], i + 1, j))
        if j < len(plate):
            ways.append((costs[i][j + 1], i, j + 1))
        return ways
    if mark is not None and j < len(plate):
        step = Step(mark, plate[j])
        if edits or not step.edit:
            ways.append((costs[i + 1][j + 1] + _EDIT * step.edit + _SWAP * step.swap, i + 1, j + 1))
    if edits and mark is not None:
        ways.append((costs[i + 1][j] + _EDIT + _LOST * (not mark.open), i + 1, j))
    if edits and j < len(plate):
        ways.append((costs[i][j + 1] + _EDIT, i, j + 1))
    return ways


def _steps(marks: tuple[Mark, ...], plate: str, costs: list[list[int]], *, edits: bool) -> list[Step]:
    steps: list[Step] = []
    i = j = 0
    while (i, j) != (len(marks), len(plate)):
        _, after, further = min(_ways(marks, plate, costs, i, j, edits), key=lambda way: way[0])
        mark = marks[i] if i < len(marks) else None
        if further > j:
            steps.append(Step(mark if after > i or (mark is not None and mark.run) else None, plate[j]))
        elif mark is not None and not mark.run:
            steps.append(Step(mark, ""))
        i, j = after, further
    return steps
