"""A pattern as numbers (464.7(d)): ``key & mask == value``, one pair for each way to lay it over a plate."""

from __future__ import annotations

from typing import NamedTuple

from workbench.plates.characters import ALPHABET
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, code
from workbench.plates.lookalikes import fold
from workbench.plates.pattern import Pattern


class Mask(NamedTuple):
    """Fits a key of ``length`` characters when ``key & mask == value``; the length is part of both."""

    length: int
    mask: int
    value: int
    sets: tuple[tuple[int, int], ...] = ()


def masks(pattern: Pattern, *, folded: bool) -> list[Mask]:
    """The pairs of a pattern; ``folded``: for keys of folded plates, so that look-alikes fit too."""
    return [_mask(fold(shape) if folded else shape) for length in pattern.lengths() for shape in pattern.shapes(length)]


def _mask(shape: str) -> Mask:
    mask, value = 0xF << LENGTH_SHIFT, len(shape) << LENGTH_SHIFT
    for mark, shift in zip(shape, SHIFTS, strict=False):
        if mark in ALPHABET:
            mask |= FULL << shift
            value |= code(mark) << shift
    return Mask(len(shape), mask, value)
