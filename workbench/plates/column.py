"""The keys of a column of plates (464.7(d), 464.7(g)), without a Python text for each."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.plates.characters import LONGEST
from workbench.plates.key import Keys, pack_many


def keys_of(plates: pl.Series) -> Keys:
    """The keys of plates, 0 where there is none; ``ValueError`` names the column that holds no plates."""
    if not plates.null_count():
        return _of_known(plates)
    keys = np.zeros(len(plates), np.uint64)
    keys[plates.is_not_null().to_numpy()] = _of_known(plates.drop_nulls())
    return keys


def _of_known(plates: pl.Series) -> Keys:
    padded = plates.str.pad_end(LONGEST, "\0").to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, text = padded.buffers()
    if not len(plates):
        return np.zeros(0, np.uint64)
    first, end = np.frombuffer(offsets, np.int64)[[padded.offset, padded.offset + len(plates)]]
    try:
        if end - first != LONGEST * len(plates):  # longer ones, or letters of several bytes
            raise ValueError("only normalised plates have keys")
        return pack_many(np.frombuffer(text, f"S{LONGEST}", len(plates), first))
    except ValueError:
        raise ValueError(plates.name) from None
