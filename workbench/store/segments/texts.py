"""Text in Arrow without a Python object for each (464.7(d)): plates of keys, identities in hexadecimal digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from workbench.plates.characters import ALPHABET, LONGEST
from workbench.plates.key import FULL, LENGTH_SHIFT, SHIFTS, Keys

_SHIFTS = np.array(SHIFTS, np.uint64)
_LETTERS = np.frombuffer(b"\0" + ALPHABET.encode() + bytes(63 - len(ALPHABET)), np.uint8)
"""The letter of each six bits."""
_DIGITS = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint16)
_BYTE = 255
_VALUES = np.full(1 << 16, _BYTE + 1, np.uint16)
_VALUES[_DIGITS] = np.arange(_BYTE + 1)
"""The byte of each two digits, and more than a byte for what are none."""
_PIECE = 1 << 18
ID_BYTES = 16
MOMENT = pa.timestamp("us", "UTC")
"""What a time is to Arrow."""


def plates_of(keys: Keys) -> pa.Array:
    """The plates of keys; empty for 0."""
    letters = _LETTERS[(keys[:, None] >> _SHIFTS) & np.uint64(FULL)]
    lengths = (keys >> np.uint64(LENGTH_SHIFT)).astype(np.int64)
    return _strings(letters[np.arange(LONGEST) < lengths[:, None]], lengths)


def hexadecimal(read_ids: pa.Array) -> pa.Array:
    """Identities as text: 16 bytes as 32 digits, texts as they are."""
    if not pa.types.is_fixed_size_binary(read_ids.type):
        return read_ids
    raw = np.frombuffer(id_bytes(read_ids), np.uint8)
    return _strings(_DIGITS[raw].view(np.uint8).ravel(), np.full(len(read_ids), 2 * ID_BYTES, np.int64))


def identities_of(read_ids: pl.Series) -> pa.Array:
    """Identities of 32 hexadecimal digits as 16 bytes each; all as they are where one is another text."""
    texts = read_ids.to_arrow(compat_level=pl.CompatLevel.oldest())
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or (np.diff(offsets) != 2 * ID_BYTES).any():
        return texts
    digits = np.frombuffer(texts.buffers()[2], "<u2", ID_BYTES * len(texts), offsets[0])
    raw = np.empty(len(digits), np.uint8)
    for start in range(0, len(digits), _PIECE):
        values = _VALUES.take(digits[start : start + _PIECE])
        if values.max() > _BYTE:
            return texts
        raw[start : start + _PIECE] = values
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(ID_BYTES), len(texts), [None, pa.py_buffer(raw)])


def id_bytes(read_ids: pa.Array) -> memoryview:
    """The bytes of identities of 16 bytes each, one after the other."""
    data = read_ids.buffers()[1]
    first = ID_BYTES * read_ids.offset
    return memoryview(data if data is not None else b"")[first : first + ID_BYTES * len(read_ids)]


def ids_in_order(read_ids: pa.Array) -> npt.NDArray[np.int64]:
    """Where each identity stands among them in the order of their texts."""
    if pa.types.is_fixed_size_binary(read_ids.type):
        halves = np.frombuffer(id_bytes(read_ids), ">u8").reshape(-1, 2)
        order = np.lexsort((halves[:, 1], halves[:, 0]))
    else:
        order = np.argsort(np.array(read_ids.to_pylist(), object), kind="stable")
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places


def _strings(text: npt.NDArray[np.uint8], lengths: npt.NDArray[np.int64]) -> pa.Array:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return pa.LargeStringArray.from_buffers(
        len(lengths), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(text))
    )
