"""Which cells of a published table are withheld (464.8), so that no small number can be worked out.

Every cell under ten is withheld, zero included, and with each of them its neighbour, whatever stands in it: the next
category in the table's fixed order, or for the last one the category before it. So which cells are withheld follows
from those under ten alone. The total is told only if what is withheld adds up to ten for each second withheld cell,
rounded down, and ten more. Whoever knows the table, its total and this rule can still put any of 0 to 9 in the place
of each cell under ten, the rest fitting: a withheld neighbour needs ten, and takes up any difference above that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

THRESHOLD = 10


class Shown(NamedTuple):
    """A table as it is published: None stands for what is withheld."""

    cells: tuple[int | None, ...]
    total: int | None


def suppressed(counts: Sequence[int]) -> Shown:
    """The table with what must not be told withheld; ``ValueError`` for a negative count."""
    if any(count < 0 for count in counts):
        raise ValueError("a count is never negative")
    small = {place for place, count in enumerate(counts) if count < THRESHOLD}
    last = len(counts) - 1
    withheld = small | {place + 1 if place < last else max(0, last - 1) for place in small}
    cells = tuple(None if place in withheld else count for place, count in enumerate(counts))
    hidden = sum(counts[place] for place in withheld)
    told = not withheld or hidden >= THRESHOLD * (len(withheld) // 2) + THRESHOLD
    return Shown(cells, sum(counts) if told else None)


def single(count: int) -> int | None:
    """A number that stands alone."""
    return suppressed([count]).cells[0]
