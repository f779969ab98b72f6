"""Every plate that a narrow pattern may mean (464.7(d)), written out; of a wide one, none."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import prod

from workbench.plates.key import pack, unpack_many
from workbench.plates.neighbours import neighbours
from workbench.plates.pattern import FARTHEST, Pattern
from workbench.plates.shapes import Shape

NARROW = 1_000
"""A pattern that fits more spellings is not narrow: one ``?`` fits 36, a wrong character some 540, two ``?`` 1,296."""
LONGEST = 8
"""Characters to which a ``*`` is drawn out here; plates of one's own text may have more, and are asked for as such."""


@lru_cache(maxsize=512)
def spellings(pattern: Pattern) -> frozenset[str]:
    """The plates of up to ``LONGEST`` characters that fit, or that fit without ``*``; none where the pattern is wide.

    Wide is what fits more than ``NARROW`` of them.
    """
    if pattern.distance >= FARTHEST:
        return frozenset()
    found: set[str] = set()
    for shape in _shapes(pattern.undistanced()):
        if len(found) + prod(len(mark.allowed) for mark in shape) > 2 * NARROW:
            return frozenset()
        found.update(map("".join, product(*(sorted(mark.allowed) for mark in shape))))
    if pattern.distance:
        if len(found) > NARROW // 100:
            return frozenset()
        found = {plate for each in found for plate in unpack_many(neighbours(pack(each), pattern.distance))}
    return frozenset(found) if len(found) <= NARROW else frozenset()


def _shapes(pattern: Pattern) -> list[Shape]:
    most = max(LONGEST, pattern.shortest)
    return [shape for length in pattern.lengths() if length <= most for shape in pattern.shapes(length)]
