"""The keys of a column of plates (464.7(g)): ``plates.key.pack_many`` for a batch, without a Python text a plate."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.key import LENGTH_SHIFT, SHIFTS, Keys, code

_CHUNK = 32_768
_PAIRS = LONGEST // 2


def keys_of(plates: pl.Series) -> Keys:
    """The keys of normalised plates, without nulls; what another text gives is not said."""
    padded = plates.str.pad_end(LONGEST, " ").to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, text = padded.buffers()
    if text is None or not len(plates):
        return np.zeros(0, np.uint64)
    first = int(np.frombuffer(offsets, np.int64)[padded.offset]) // 2
    pairs = np.frombuffer(text, "<u2")[first : first + _PAIRS * len(plates)].reshape(-1, _PAIRS)
    keys = plates.str.len_bytes().to_numpy().astype(np.uint64) << np.uint64(LENGTH_SHIFT)
    for start in range(0, len(keys), _CHUNK):
        piece = slice(start, start + _CHUNK)
        for column, shift in enumerate(SHIFTS[1::2]):
            keys[piece] |= _CODES.take(pairs[piece, column]) << np.uint64(shift)
    return keys


def _codes() -> Keys:
    """The twelve bits of two characters, by their two bytes, the first one the lower."""
    one = np.zeros(256, np.uint64)
    for char in ALPHABET:
        one[ord(char)] = code(char)
    both = np.arange(1 << 16)
    packed: Keys = (one[both & 255] << np.uint64(6)) | one[both >> 8]
    return packed


_CODES = _codes()
