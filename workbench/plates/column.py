"""The keys of a column of plates (464.7(d), 464.7(g)), without a Python text for each."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.plates.characters import LONGEST
from workbench.plates.key import Keys, lengths_of, pack_pairs

_VIEW = np.dtype(
    {"names": ["size", "text"], "formats": ["<u4", ("<u2", LONGEST // 2)], "offsets": [0, 4], "itemsize": 16}
)


def keys_of(plates: pl.Series) -> Keys:
    """The keys of plates, 0 where there is none; ``ValueError`` names the column that holds no plates."""
    if not plates.null_count():
        return _of_known(plates)
    keys = np.zeros(len(plates), np.uint64)
    keys[plates.is_not_null().to_numpy()] = _of_known(plates.drop_nulls())
    return keys


def _of_known(plates: pl.Series) -> Keys:
    if not len(plates):
        return np.zeros(0, np.uint64)
    # A text of up to twelve bytes stands, filled up with zeros, in its view: Arrow columnar format, "Variable-size
    # Binary View Layout". A longer one has other bytes there, and a length that says so.
    column = plates.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    views = np.frombuffer(column.buffers()[1], _VIEW, len(plates), _VIEW.itemsize * column.offset)
    try:
        keys = pack_pairs(views["text"])
    except ValueError:
        raise ValueError(plates.name) from None
    if not np.array_equal(lengths_of(keys), views["size"]):
        raise ValueError(plates.name)
    return keys
