"""How a pattern is laid over plates of a length (464.7(d))."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.plates.mark import RUN, Mark

Shape = tuple[Mark, ...]
"""One mark for each character of a plate."""


@lru_cache(maxsize=1024)
def shapes(marks: tuple[Mark, ...], length: int) -> tuple[Shape, ...]:
    """Every way to lay the marks over a plate of ``length`` characters, the shortest runs first."""
    head, *rest = _parts(marks)
    if not rest:
        return (head,) if len(head) == length else ()
    spare = length - len(head) - sum(len(part) for part in rest)
    return tuple(head + tail for tail in _laid(rest, spare)) if spare >= 0 else ()


def _parts(marks: tuple[Mark, ...]) -> list[Shape]:
    """What stands between the runs."""
    parts: list[Shape] = [()]
    for mark in marks:
        if mark.run:
            parts.append(())
        else:
            parts[-1] += (mark,)
    return parts


def _laid(parts: list[Shape], spare: int) -> Iterator[Shape]:
    """The parts in their order, each after a run, with ``spare`` places shared out among the runs."""
    if len(parts) == 1:
        yield (RUN,) * spare + parts[0]
        return
    for run in range(spare + 1):
        for tail in _laid(parts[1:], spare - run):
            yield (RUN,) * run + parts[0] + tail
