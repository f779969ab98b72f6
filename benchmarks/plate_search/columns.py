"""Arrow text without a Python object for each value: what lets one core write a few hundred thousand reads a second."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from workbench.synthetic.chance import Numbers, mix

_DIGITS = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint16)


def identities(rows: NDArray[np.int64], seed: int) -> pl.Series:
    """A ``read_id`` for each number of a row: 32 hexadecimal digits, the same again for the same seed."""
    halves: Numbers = np.stack([mix(seed, 31, rows), mix(seed, 32, rows)], axis=1)
    digits = _DIGITS[halves.view(np.uint8)].view(np.uint8)
    return _strings(digits.ravel(), np.full(len(rows), 32))


def plate_texts(letters: NDArray[np.uint8]) -> pl.Series:
    """Plates as text, from rows of ASCII codes that are filled up with zeros."""
    there = letters > 0
    return _strings(letters[there], there.sum(axis=1))


def _strings(text: NDArray[np.uint8], lengths: NDArray[np.int64]) -> pl.Series:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    array = pa.LargeStringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(text))
    return pl.Series(pl.from_arrow(array))
