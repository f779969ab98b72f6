"""A plate as one unsigned 64-bit number (464.7(d)), so that a pattern is an AND and a compare.

Bits 60 to 63 hold the length; the characters follow from bit 54 downwards, six bits each, 1 to 36 in the
order of ``ALPHABET``, and 0 where the plate has ended. Keys sort by length, then like the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.lookalikes import fold
from workbench.plates.normalise import is_normalised

Keys = npt.NDArray[np.uint64]

LENGTH_SHIFT = 60
SHIFTS = tuple(54 - 6 * place for place in range(LONGEST))
FULL = 63
"""The six bits of one character."""

_CODE = {char: code for code, char in enumerate(ALPHABET, 1)}
_CODE_BYTES = np.zeros(64, np.uint8)
_CODE_FOLDS = np.arange(64, dtype=np.uint64)
for _char, _number in _CODE.items():
    _CODE_BYTES[_number] = ord(_char)
    _CODE_FOLDS[_number] = _CODE[fold(_char)]
_CHUNK = 32_768
"""Plates that are gone through at a time, so that what is computed between stays in the processor's cache."""
_PAIR = np.uint64((1 << 12) - 1)
_COUNT_SHIFT = np.uint64(12)
_NONE = 1 << 8
"""Counted for two bytes that can't stand in a plate: more than any plate has."""


def code(char: str) -> int:
    """The six bits of one character of ``ALPHABET``."""
    return _CODE[char]


def pack(plate: str) -> int:
    """The key of a normalised plate; ``ValueError`` for any other text."""
    if not is_normalised(plate):
        raise ValueError("only a normalised plate has a key")
    key = len(plate) << LENGTH_SHIFT
    for char, shift in zip(plate, SHIFTS, strict=False):
        key |= _CODE[char] << shift
    return key


def unpack(key: int) -> str:
    """The plate of a key."""
    return "".join(ALPHABET[((key >> shift) & FULL) - 1] for shift in SHIFTS[: key >> LENGTH_SHIFT])


def pack_many(plates: Sequence[str] | npt.NDArray[np.bytes_]) -> Keys:
    """The keys of many normalised plates; ``ValueError`` when one of them is not."""
    if not len(plates):
        return np.zeros(0, np.uint64)
    try:
        text = np.array(plates, dtype=np.bytes_)
    except UnicodeEncodeError as error:
        raise ValueError("only normalised plates have keys") from error
    if text.dtype.itemsize > LONGEST:
        raise ValueError("only normalised plates have keys")
    return pack_pairs(text.astype(f"S{LONGEST}", copy=False).view("<u2").reshape(len(text), -1))


def pack_pairs(pairs: npt.NDArray[np.uint16]) -> Keys:
    """The keys of plates whose bytes stand two to a number, filled up with zeros; raises as ``pack_many``."""
    keys = np.zeros(len(pairs), np.uint64)
    for start in range(0, len(pairs), _CHUNK):
        keys[start : start + _CHUNK] = _packed(pairs[start : start + _CHUNK])
    return keys


def lengths_of(keys: Keys) -> Keys:
    """How many characters the plate of each key has."""
    return keys >> np.uint64(LENGTH_SHIFT)


def unpack_many(keys: Keys) -> list[str]:
    """The plates of many keys."""
    text = np.zeros((len(keys), LONGEST), np.uint8)
    for place, shift in enumerate(SHIFTS):
        text[:, place] = _CODE_BYTES[(keys >> np.uint64(shift)) & np.uint64(FULL)]
    return [plate.decode() for plate in text.view(f"S{LONGEST}").ravel().tolist()]


def fold_many(keys: Keys) -> Keys:
    """The keys of the folded plates: look-alike plates get one key."""
    folded = keys & np.uint64(0xF << LENGTH_SHIFT)
    for shift, table in _PAIR_FOLDS:
        folded |= table.take(((keys >> shift) & _PAIR).view(np.int64))
    return folded


def _packed(pairs: npt.NDArray[np.uint16]) -> Keys:
    """The keys of plates that are filled up with zeros, two characters at a time."""
    keys = np.zeros(len(pairs), np.uint64)
    lengths = np.zeros(len(pairs), np.uint64)
    for column, shift in enumerate(SHIFTS[1::2]):
        told = _PAIR_CODES.take(pairs[:, column])
        lengths += told >> _COUNT_SHIFT
        keys |= (told & _PAIR) << np.uint64(shift)
    behind = np.uint64(LENGTH_SHIFT) - np.uint64(6) * np.minimum(lengths, np.uint64(LONGEST))
    # So many characters, and none behind them: no other character and no gap.
    if not lengths.all() or (lengths > LONGEST).any() or (keys & ((np.uint64(1) << behind) - np.uint64(1))).any():
        raise ValueError("only normalised plates have keys")
    keys |= lengths << np.uint64(LENGTH_SHIFT)
    return keys


def _pair_codes() -> Keys:
    """By two bytes, the first one the lower: the twelve bits of two characters, and above them how many there are."""
    one = np.full(256, _NONE << 12, np.uint64)
    one[0] = 0
    for char, number in _CODE.items():
        one[ord(char)] = number | 1 << 12
    both = np.arange(1 << 16)
    first, second = one[both & 255], one[both >> 8]
    counts = (first >> _COUNT_SHIFT) + (second >> _COUNT_SHIFT)
    return np.asarray(counts << _COUNT_SHIFT | (first & _PAIR) << np.uint64(6) | second & _PAIR)


def _pair_folds(shift: int) -> tuple[np.uint64, Keys]:
    pairs = np.arange(1 << 12)
    folded = _CODE_FOLDS[pairs >> 6] << np.uint64(6) | _CODE_FOLDS[pairs & FULL]
    return np.uint64(shift), folded << np.uint64(shift)


_PAIR_CODES = _pair_codes()
_PAIR_FOLDS = tuple(_pair_folds(shift) for shift in range(0, LENGTH_SHIFT, 12))
