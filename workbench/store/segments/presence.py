"""Which plates a file can have (464.7(d)), in some bits a plate: a plate that is not there is looked up in few files.

Bloom, Space/time trade-offs in hash coding with allowable errors, Communications of the ACM 13, 1970. Bits say of a
plate that it may be there, and nothing else: no plate can be told from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.store.segments.layout import Booleans, Keys

_ROOMY = 12
"""Bits a plate at least; with two of them set for each, one absent plate in forty is taken for present, or fewer."""
_LEAST = 6
"""As a power of two: one word of a table of no plates."""
_HASHES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
"""Odd numbers that spread neighbouring keys: 2^64 over the golden ratio, and a prime."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A table of bits, a power of two of them."""

    bits: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, keys: Keys) -> Self:
        """Of distinct plates."""
        size = 1 << max((_ROOMY * len(keys)).bit_length(), _LEAST)
        there = np.zeros(size, np.bool_)
        for at in _places(keys, size):
            there[at] = True
        return cls(np.packbits(there, bitorder="little"))

    def may_have(self, keys: Keys) -> Booleans:
        """Which of these plates may be there; one that is there always may."""
        fits = np.ones(len(keys), np.bool_)
        for at in _places(keys, 8 * len(self.bits)):
            fits &= (self.bits[at >> 3] >> (at & 7).astype(np.uint8)) & np.uint8(1) == 1
        return fits


def _places(keys: Keys, size: int) -> list[npt.NDArray[np.int64]]:
    shift = np.uint64(64 - (size.bit_length() - 1))
    return [((keys * hash_) >> shift).view(np.int64) for hash_ in _HASHES]
