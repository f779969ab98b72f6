"""How plausible a plate is as a serial number (464.7(d)): a prior for ranking, assumed and not measured.

The weights only order: a series that most cars carry before an older one, neighbours before those farther off,
a shape that nobody issues last. They are set by hand for a county at the Mexican border and say nothing of how many
cars there are. No plate gets nothing, so that none is left out by them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.plates.formats import FORMATS, Format, Standing
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys, code, pack

VERSION = "assumed-1"

STANDINGS: dict[Standing, float] = {"series": 1.0, "special": 0.5, "older": 0.3, "personalised": 0.1}
NEAR_HERE = {"CA": 1.0, "MX-BCN": 0.6, "AZ": 0.5, "NV": 0.3, "MX-SON": 0.3, "MX": 0.3, "OR": 0.1, "MX-CMX": 0.1}
"""Weight of a jurisdiction where the read names none."""

ELSEWHERE = 0.1
"""Weight of every other jurisdiction where the read names one: a state is misread like a plate."""
AVOIDED = 0.2
"""Weight of a plate with a letter that its series avoids."""
NO_SERIES = 0.01
UNKNOWN_STATE = 0.5
"""Of every plate of a state whose formats are not kept."""


def plausibility(plate: str, state: str | None = None) -> float:
    """How plausible a normalised plate is, above 0 and up to 1.

    ``state`` is as in a read (``CA``, ``MX-BCN``), None when it is not known. The most plausible of the formats that
    fit counts.
    """
    if state is not None and not _kept(state):
        return UNKNOWN_STATE
    fitting = [known for known in FORMATS if known.fits(plate)]
    weights = [_weight(known, state) * (1.0 if known.usual(plate) else AVOIDED) for known in fitting]
    return max([NO_SERIES, *weights])


def plausibilities(keys: Keys, state: str | None = None) -> npt.NDArray[np.float32]:
    """The plausibility of the plate of each key, all of one state: the same as one by one."""
    if state is not None and not _kept(state):
        return np.full(len(keys), UNKNOWN_STATE, np.float32)
    kinds = _kinds(keys)
    found = np.full(len(keys), NO_SERIES, np.float32)
    for test in _tests():
        fits = (kinds & test.mask) == test.value
        if test.first:
            begins = keys >> np.uint64(SHIFTS[2])
            begins &= np.uint64((1 << 18) - 1)
            fits &= (begins >= np.uint64(test.first)) & (begins <= np.uint64(test.last))
        weight = np.float32(_weight(test.known, state))
        usual = (kinds & test.avoided) == 0
        np.maximum(found, np.where(usual, weight, weight * np.float32(AVOIDED)), out=found, where=fits)
    return found


def _kept(state: str) -> bool:
    return any(_same(known.jurisdiction, state) for known in FORMATS)


def _same(jurisdiction: str, state: str) -> bool:
    """Whether a format may be of this state; what holds for all of Mexico holds for each of its states."""
    return jurisdiction == state or (jurisdiction == "MX" and (state == "MEX" or state.startswith("MX-")))


def _weight(known: Format, state: str | None) -> float:
    near = NEAR_HERE[known.jurisdiction] if state is None else (1.0 if _same(known.jurisdiction, state) else ELSEWHERE)
    return STANDINGS[known.standing] * near


class _Test(NamedTuple):
    """A format as numbers, over two bits for each character (digit 1, letter 2, letter I, O or Q 3) and the length."""

    known: Format
    mask: np.uint32
    value: np.uint32
    avoided: np.uint32
    first: int = 0
    last: int = 0


_KIND = np.zeros(FULL + 1, np.uint32)
for _char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
    _KIND[code(_char)] = 1 if _char.isdigit() else 3 if _char in "IOQ" else 2


def _kinds(keys: Keys) -> npt.NDArray[np.uint32]:
    kinds = (keys >> np.uint64(LENGTH_SHIFT)).astype(np.uint32) << np.uint32(20)
    for place, shift in enumerate(SHIFTS):
        at = ((keys >> np.uint64(shift)) & np.uint64(FULL)).astype(np.intp)
        kinds |= _KIND[at] << np.uint32(2 * place)
    return kinds


@lru_cache(maxsize=1)
def _tests() -> tuple[_Test, ...]:
    return tuple(_test(known, shape) for known in FORMATS for shape in _shapes(known.shape))


def _shapes(shape: str) -> set[str]:
    """The shape with each ``x`` as a character or none."""
    return {"".join(chosen) for chosen in product(*(("X", "") if mark == "x" else (mark,) for mark in shape))}


def _test(known: Format, shape: str) -> _Test:
    mask, value, avoided = 0xF << 20, len(shape) << 20, 0
    for place, mark in enumerate(shape):
        if mark == "9":
            mask |= 3 << 2 * place
            value |= 1 << 2 * place
        elif mark in "AL":
            mask |= 2 << 2 * place
            value |= 2 << 2 * place
        if mark == "L":
            avoided |= 1 << 2 * place
    first, last = (_begins(end) for end in known.block) if known.block else (0, 0)
    return _Test(known, np.uint32(mask), np.uint32(value), np.uint32(avoided), first, last)


def _begins(letters: str) -> int:
    """The codes of the three letters that a block begins or ends with."""
    return (pack(letters) >> SHIFTS[2]) & ((1 << 18) - 1)
