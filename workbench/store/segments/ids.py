"""The identities of reads as 128-bit numbers (464.9), so that a read that is there already is found at once."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Halves = npt.NDArray[np.void]
_TYPE = np.dtype([("high", "<u8"), ("low", "<u8")])
PAGE = 4096
"""Identities of one page."""


def of(read_ids: pa.ChunkedArray | pa.Array) -> Halves:
    """One number for each of a segment's identities: its 16 bytes, or what BLAKE2b makes of a text."""
    column = read_ids.combine_chunks() if isinstance(read_ids, pa.ChunkedArray) else read_ids
    if pa.types.is_fixed_size_binary(column.type):
        return np.frombuffer(column.buffers()[1] or b"", _TYPE, len(column), 16 * column.offset)
    return np.frombuffer(b"".join(_of_text(text) for text in column.to_pylist()), _TYPE)


def order(numbers: Halves) -> npt.NDArray[np.int64]:
    """The order of the numbers; equal ones keep theirs."""
    high = np.ascontiguousarray(numbers["high"])
    quick = np.argsort(high)
    ordered = high[quick]
    if (ordered[1:] == ordered[:-1]).any():
        return np.lexsort((numbers["low"], high))
    return quick


def repeated(numbers: Halves) -> npt.NDArray[np.bool_]:
    """Which of ordered numbers are the same as the one before."""
    same = np.zeros(len(numbers), np.bool_)
    same[1:] = numbers[1:] == numbers[:-1]
    return same


def pages(numbers: Halves) -> list[bytes]:
    """Ordered numbers as pages."""
    return [numbers[start : start + PAGE].tobytes() for start in range(0, len(numbers), PAGE)]


def page(data: bytes) -> Halves:
    """The numbers of one page."""
    return np.frombuffer(data, _TYPE)


def present(asked: Halves, there: Halves) -> npt.NDArray[np.bool_]:
    """Which of these numbers, in any order, are among ``there``, which is ordered."""
    found = np.zeros(len(asked), np.bool_)
    if not len(there):
        return found
    at = np.searchsorted(there["high"], asked["high"])
    step = 0
    while True:  # numbers whose upper halves agree stand side by side; two of them are one in 2**64
        place = np.minimum(at + step, len(there) - 1)
        same = (there["high"][place] == asked["high"]) & (at + step < len(there))
        found |= same & (there["low"][place] == asked["low"])
        if not same.any() or step > len(there):
            return found
        step += 1
        if not (same & ~found).any():
            return found


def _of_text(text: str) -> bytes:
    try:
        number = bytes.fromhex(text) if len(text) == 32 and text == text.lower() else b""
    except ValueError:
        number = b""
    return number if len(number) == 16 else hashlib.blake2b(text.encode(), digest_size=16).digest()
