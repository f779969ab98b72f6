"""Shares with their uncertainty: Wilson's interval at 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212)."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

_Z = 1.959964


class Share(NamedTuple):
    """``hits`` ``of`` so many, with the interval that holds the true share in 95 of 100 such measurements."""

    hits: int
    of: int
    low: float
    high: float

    def __str__(self) -> str:
        if not self.of:
            return "-"
        return f"{self.hits}/{self.of} = {self.hits / self.of:.0%} ({self.low:.0%} to {self.high:.0%})"


def share(hits: int, count: int) -> Share:
    """The share and its interval; all of 0 to 1 where nothing was counted."""
    if not count:
        return Share(0, 0, 0.0, 1.0)
    part, square = hits / count, _Z * _Z
    middle = (part + square / (2 * count)) / (1 + square / count)
    reach = _Z / (1 + square / count) * sqrt(part * (1 - part) / count + square / (4 * count * count))
    return Share(hits, count, max(0.0, middle - reach), min(1.0, middle + reach))
