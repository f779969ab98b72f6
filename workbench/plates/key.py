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
_NO_CODE = 255
_BYTE_CODES = np.full(256, _NO_CODE, np.uint8)
_BYTE_CODES[0] = 0
_CODE_BYTES = np.zeros(64, np.uint8)
_CODE_FOLDS = np.arange(64, dtype=np.uint64)
for _char, _number in _CODE.items():
    _BYTE_CODES[ord(_char)] = _number
    _CODE_BYTES[_number] = ord(_char)
    _CODE_FOLDS[_number] = _CODE[fold(_char)]


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
    width = text.dtype.itemsize
    codes = _BYTE_CODES[text.view(np.uint8).reshape(len(text), width)]
    lengths = np.count_nonzero(codes, axis=1)
    gaps = not lengths.all() or (lengths != np.strings.str_len(text)).any()
    if gaps or width > LONGEST or (codes == _NO_CODE).any():
        raise ValueError("only normalised plates have keys")
    keys: Keys = lengths.astype(np.uint64) << np.uint64(LENGTH_SHIFT)
    for place in range(width):
        keys |= codes[:, place].astype(np.uint64) << np.uint64(SHIFTS[place])
    return keys


def unpack_many(keys: Keys) -> list[str]:
    """The plates of many keys."""
    text = np.zeros((len(keys), LONGEST), np.uint8)
    for place, shift in enumerate(SHIFTS):
        text[:, place] = _CODE_BYTES[(keys >> np.uint64(shift)) & np.uint64(FULL)]
    return [plate.decode() for plate in text.view(f"S{LONGEST}").ravel().tolist()]


def fold_many(keys: Keys) -> Keys:
    """The keys of the folded plates: look-alike plates get one key."""
    folded = keys & np.uint64(0xF << LENGTH_SHIFT)
    for shift in SHIFTS:
        folded |= _CODE_FOLDS[(keys >> np.uint64(shift)) & np.uint64(FULL)] << np.uint64(shift)
    return folded
