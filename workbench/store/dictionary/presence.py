"""Whether a plate can be here at all (464.7(d)): one look at one byte, before a search among many millions.

A Bloom filter with one hash (Bloom, Communications of the ACM 13, 1970), a byte an entry and eight or more for each
plate: of plates that are not here it lets about one in eight or fewer through. Of serials that run beside those that
are here it may be one in five, for the hash only multiplies; mixing better costs some 2.5 ms more a million keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workbench.plates.key import Keys

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Presence:
    """Which places of the filter are taken; ``shift`` makes a place of a hash."""

    taken: npt.NDArray[np.bool_]
    shift: np.uint64

    @classmethod
    def of(cls, keys: Keys) -> Self:
        """From any keys."""
        bits = max(10, int(8 * len(keys)).bit_length())
        shift = np.uint64(64 - bits)
        taken = np.zeros(1 << bits, np.bool_)
        taken[(keys * _SPREAD) >> shift] = True
        return cls(taken, shift)

    def maybe(self, keys: Keys) -> Keys:
        """Those of the keys that may be here, in their order."""
        return np.asarray(keys[self.taken[(keys * _SPREAD) >> self.shift]])
