"""A pattern as numbers (464.7(d)): ``key & mask == value``, one pair for each way to lay it over a plate.

A set becomes several pairs while they stay few, else one pair and a look at the set's characters beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys, code
from workbench.plates.lookalikes import fold
from workbench.plates.mark import Mark
from workbench.plates.pattern import Pattern

EXPANDED = 256
"""So many pairs at most stand for the sets of a pattern."""


class Mask(NamedTuple):
    """Fits a key of ``length`` characters when ``key & mask == value``; the length is part of both.

    Each of ``sets`` is a shift and a bitmap: the six bits of the key at that shift have to be a bit of the bitmap.
    """

    length: int
    mask: int
    value: int
    sets: tuple[tuple[int, int], ...] = ()

    def fits(self, keys: Keys) -> npt.NDArray[np.bool_]:
        """Which of the keys fit."""
        fitting: npt.NDArray[np.bool_] = (keys & np.uint64(self.mask)) == np.uint64(self.value)
        for shift, bitmap in self.sets:
            at = (keys >> np.uint64(shift)) & np.uint64(FULL)
            fitting &= ((np.uint64(bitmap) >> at) & np.uint64(1)).astype(np.bool_)
        return fitting


def masks(pattern: Pattern, *, folded: bool, expand: int = EXPANDED) -> list[Mask]:
    """The pairs of a pattern without its distance, those of one length together.

    ``folded``: for keys of folded plates; where only some marks have look-alikes, more fits than was asked, and
    ``fits_many`` decides. Else they are for keys as they are: look-alikes of single marks (``~``) fit, those of
    the whole pattern (``lookalikes``) do not. Up to ``expand`` pairs in all stand for the sets.
    """
    asked = Pattern(pattern.text)
    shapes = [shape for length in asked.lengths() for shape in asked.shapes(length)]
    places = [[_chars(mark, folded=folded) for mark in shape] for shape in shapes]
    count = sum(math.prod(len(chars) for chars in laid if chars) for laid in places)
    return [mask for laid in places for mask in _masks(laid, spread=len(places) < count <= expand)]


def bitmap(chars: str | frozenset[str]) -> int:
    """A number with the bits of these characters' codes."""
    return sum(1 << code(char) for char in set(chars))


def _chars(mark: Mark, *, folded: bool) -> str:
    """What a mark lets through, empty for everything."""
    if mark.open:
        return ""
    return "".join(sorted({fold(char) for char in mark.allowed} if folded else mark.allowed))


def _masks(laid: list[str], *, spread: bool) -> Iterator[Mask]:
    """Of the characters for each place: one pair for each choice when they are ``spread``, else one."""
    choices = [chars if spread and chars else [chars] for chars in laid]
    for chosen in product(*choices):
        mask, value, sets = 0xF << LENGTH_SHIFT, len(laid) << LENGTH_SHIFT, []
        for chars, shift in zip(chosen, SHIFTS, strict=False):
            if len(chars) == 1:
                mask |= FULL << shift
                value |= code(chars) << shift
            elif chars:
                sets.append((shift, bitmap(chars)))
        yield Mask(len(laid), mask, value, tuple(sets))


def fits_many(pattern: Pattern, keys: Keys) -> npt.NDArray[np.bool_]:
    """Which keys' plates fit, exactly: runs, sets and look-alikes of each mark; the distance is left out.

    All ways to lay the pattern are followed at once, one bit for each mark (Baeza-Yates and Gonnet,
    Communications of the ACM 35, 1992), over all keys together.
    """
    table = _table(pattern)
    places = np.ones(len(keys), np.uint32)
    for shift in SHIFTS:
        lets = table[(keys >> np.uint64(shift)) & np.uint64(FULL)]
        places = ((places & lets) << np.uint32(1)) | (places & (lets >> np.uint32(16)))
    last = np.uint32(1 << _fixed_marks(pattern))
    return (places & last).astype(np.bool_)


def _fixed_marks(pattern: Pattern) -> int:
    return sum(not mark.run for mark in pattern.marks)


def _table(pattern: Pattern) -> npt.NDArray[np.uint32]:
    """For each code: in the low bits the marks that let it through, in the high ones the places where it may stay.

    A place is how many marks lie behind; one stays in a run, and everywhere once the plate has ended (code 0).
    """
    table = np.zeros(FULL + 1, np.uint32)
    table[0] = 0xFFFF << 16
    place = 0
    for mark in pattern.marks:
        if mark.run:
            table[1:] |= np.uint32(1 << (16 + place))
            continue
        for char in mark.allowed:
            table[code(char)] |= np.uint32(1 << place)
        place += 1
    return table
