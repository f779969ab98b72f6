"""How plausible a text is as a serial of a region (464.7(d)): assumed, rounded, and never excluding a text.

``9`` a digit, ``A`` a letter. A weight is the vehicles, in millions and rounded hard, that may carry a shape: the
registrations of a state or country, shared out among the series that it has on the road. They come from what issuers
and encyclopaedias publish of their series, not from photographs. Mexico's shapes are those of ``plates.formats``.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Literal

from workbench.plates.formats import FORMATS

Region = Literal["us", "eu", "br", "mx", "any"]
REGIONS: tuple[Region, ...] = ("us", "eu", "br", "mx", "any")

_US = """
AAA9999 95   999AAA 30    9AAA999 20   AAA999 20    AAAA99 14    AA99999 12   A999999 8    A99AAA 7     AA9A9A 6
9AA9999 6    9AAA99 5     999999 5     9999999 5    AA9A999 4    99999A9 4    AAA99A 4     A99999 4     9A99999 3
9AA999 3     AA9999 3     999AA 3      99999A 3     99AA999 2    9A99A99 2    999A99 2     99A999 2     A9999A 2
9999AA 2     999AA9 2     9AAA9 1      9AAA9A 1     99A99AA 1    999A 1       AA999 1      AAA9A99 1    AA99AA 1
A99A9A 1     A9AAA 1      9AAAA 1      99999 1      AAAAAA 2     AAAAAAA 2    AAAAA9 1     AAAAA 1      AAAA9 1
"""
_EU = """
AA999AA 90   AA99AAA 35   9999AAA 30   AAA9999 25   AAA999 20    AA99999 20   AA9999 12    AAA99999 8   9A99999 6
A999AAA 6    9AAA999 6    AAAA999 5    AAAA9999 5   AAAA99 5     99AA99 5     AA9999AA 5   AA999999 4   AAA99 4
AA9999A 3    AA999A 3     9999AA 3     AA99AA 3     99AAA9 3     A99AAA 3     999AAA 2     9AA9999 2    AAAAA99 2
AAAAA999 2   AA999 2      9AAA99 2     99AAAA 2     A999AA 2     AA99999A 1   99A99999 1   AAA999A 1    A9AAA 1
AAAAAA 1     AAAAAAA 1    9999999 1
"""
_BR = "AAA9999 70   AAA9A99 30"
_OTHERS = {"us": 6.0, "eu": 6.0, "br": 0.1, "mx": 0.5}
"""What is kept for all other shapes together, in the same unit."""
_STANDING = {"series": 20.0, "older": 6.0, "special": 2.0, "personalised": 0.0}

SHORTEST, LONGEST = 2, 8
_SIZE, _LETTERS, _DIGITS = 36, 26, 10
_RARE = frozenset("IOQ")
_AVOIDED = math.log(0.3)
"""Most series leave out letters that look like digits."""


def kind(text: str) -> str:
    """The shape of a text: ``9`` for each digit, ``A`` for each letter."""
    return "".join("9" if char.isdigit() else "A" for char in text)


def bonus(text: str, region: Region) -> float:
    """Log of how much likelier a serial of the region is to be this text than characters drawn at random are."""
    letters = sum(char.isalpha() for char in text)
    weights, others = _table(region)
    shape = weights.get(kind(text), 0.0) * (_SIZE / _LETTERS) ** letters * (_SIZE / _DIGITS) ** (len(text) - letters)
    rare = sum(char in _RARE for char in text)
    free = others / (LONGEST - SHORTEST + 1) if SHORTEST <= len(text) <= LONGEST else others * 1e-3
    return math.log(shape * math.exp(_AVOIDED * rare) + free)


@cache
def _table(region: Region) -> tuple[dict[str, float], float]:
    """The share of each shape and of all others; the regions alike where none is named."""
    if region == "any":
        tables = [_table(known) for known in REGIONS if known != "any"]
        kinds = {shape for weights, _ in tables for shape in weights}
        mixed = {shape: sum(weights.get(shape, 0.0) for weights, _ in tables) / len(tables) for shape in kinds}
        return mixed, sum(others for _, others in tables) / len(tables)
    weights = _mexican() if region == "mx" else _written({"us": _US, "eu": _EU, "br": _BR}[region])
    whole = sum(weights.values()) + _OTHERS[region]
    return {shape: weight / whole for shape, weight in weights.items()}, _OTHERS[region] / whole


def _written(table: str) -> dict[str, float]:
    words = table.split()
    return {shape: float(weight) for shape, weight in zip(words[::2], words[1::2], strict=True)}


def _mexican() -> dict[str, float]:
    found: dict[str, float] = {}
    for known in FORMATS:
        if known.jurisdiction.startswith("MX"):
            shape = known.shape.replace("L", "A")
            found[shape] = max(found.get(shape, 0.0), _STANDING[known.standing])
    return found
