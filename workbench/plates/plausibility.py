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
    found = np.empty(len(keys), np.float32)
    for start in range(0, len(keys), _CHUNK):
        found[start : start + _CHUNK] = _best(keys[start : start + _CHUNK], _tests(state))
    return found


def _best(keys: Keys, tests: _Tests) -> npt.NDArray[np.float32]:
    """The weight of the most plausible format that fits each key's plate."""
    kinds = _kinds(keys)
    begins = ((keys >> np.uint64(SHIFTS[2])) & np.uint64(_BEGINS)).astype(np.uint32)
    fits = (kinds & tests.mask) == tests.value
    fits &= (begins >= tests.first) & (begins <= tests.last)
    weights = np.where((kinds & tests.avoided) == 0, tests.weight, tests.weight * np.float32(AVOIDED))
    best: npt.NDArray[np.float32] = np.where(fits, weights, np.float32(NO_SERIES)).max(axis=0)
    return best


def _kept(state: str) -> bool:
    return any(_same(known.jurisdiction, state) for known in FORMATS)


def _same(jurisdiction: str, state: str) -> bool:
    """Whether a format may be of this state; what holds for all of Mexico holds for each of its states."""
    return jurisdiction == state or (jurisdiction == "MX" and (state == "MEX" or state.startswith("MX-")))


def _weight(known: Format, state: str | None) -> float:
    near = NEAR_HERE[known.jurisdiction] if state is None else (1.0 if _same(known.jurisdiction, state) else ELSEWHERE)
    return STANDINGS[known.standing] * near


class _Tests(NamedTuple):
    """Formats as numbers, a row each, over the length and two bits for each character.

    A digit is 1, a letter 2, the letters I, O and Q are 3. ``first`` and ``last`` bound the three letters that a plate
    begins with where the format is that of a block.
    """

    mask: npt.NDArray[np.uint32]
    value: npt.NDArray[np.uint32]
    avoided: npt.NDArray[np.uint32]
    first: npt.NDArray[np.uint32]
    last: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.float32]


_CHUNK = 512
"""Keys that are tried at a time, each on all formats."""
_BEGINS = (1 << 18) - 1
_KIND = np.zeros(FULL + 1, np.uint32)
for _char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
    _KIND[code(_char)] = 1 if _char.isdigit() else 3 if _char in "IOQ" else 2


def _kinds(keys: Keys) -> npt.NDArray[np.uint32]:
    kinds = (keys >> np.uint64(LENGTH_SHIFT)).astype(np.uint32) << np.uint32(20)
    for place, shift in enumerate(SHIFTS):
        at = ((keys >> np.uint64(shift)) & np.uint64(FULL)).astype(np.intp)
        kinds |= _KIND[at] << np.uint32(2 * place)
    return kinds


@lru_cache(maxsize=64)
def _tests(state: str | None) -> _Tests:
    rows = [(*_test(known, shape), _weight(known, state)) for known in FORMATS for shape in _shapes(known.shape)]
    *numbers, weight = (np.array(column)[:, None] for column in zip(*rows, strict=True))
    mask, value, avoided, first, last = (column.astype(np.uint32) for column in numbers)
    return _Tests(mask, value, avoided, first, last, weight.astype(np.float32))


def _shapes(shape: str) -> set[str]:
    """The shape with each ``x`` as a character or none."""
    return {"".join(chosen) for chosen in product(*(("X", "") if mark == "x" else (mark,) for mark in shape))}


def _test(known: Format, shape: str) -> tuple[int, int, int, int, int]:
    """What a plate of this shape has under a mask, which letters it avoids, between which letters it begins."""
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
    first, last = (_begins(end) for end in known.block) if known.block else (0, _BEGINS)
    return mask, value, avoided, first, last


def _begins(letters: str) -> int:
    """The codes of the three letters that a block begins or ends with."""
    return (pack(letters) >> SHIFTS[2]) & _BEGINS
