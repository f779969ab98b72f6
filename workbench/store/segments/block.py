"""One page of a block (464.9): its columns as numbers, and the words that some of the numbers stand for.

A page is one Arrow IPC message without its schema, which the file tells once, as it does the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.store.segments.texts import hexadecimal

Booleans = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.integer]

MISSING = 0xFFFF
"""The number of a missing word."""
_CODEC = pa.Codec("lz4_raw")
_SIZE = 8
_DICTIONARY = pa.dictionary(pa.int32(), pa.large_string())


@dataclass(frozen=True, slots=True)
class Page:
    """An opened page."""

    columns: pa.RecordBatch
    words: Mapping[str, pa.Array]

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    def __reduce__(self) -> tuple[Callable[..., Page], tuple[bytes, bytes, dict[str, pa.Array]]]:
        """Without the rows that it is a part of."""
        schema, columns = bytes(self.columns.schema.serialize()), bytes(self.columns.serialize())
        words = {name: self.words[name] for name in self.columns.schema.names if name in self.words}
        return _sent, (schema, columns, words)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.columns.schema.names

    def numbers(self, name: str) -> npt.NDArray[Any]:
        """A column of numbers; NaN where one is missing."""
        values: npt.NDArray[Any] = self.columns.column(name).to_numpy(zero_copy_only=False)
        return values

    def among(self, name: str, wanted: Iterable[str], *, any_case: bool = False) -> Booleans:
        """Where a column of words holds one of these; a missing word is none of them."""
        words = {word.lower() for word in wanted} if any_case else set(wanted)
        if name not in self.words:
            there = self.columns.column(name).to_pylist()
            return np.array([bool(word) and (word.lower() if any_case else word) in words for word in there], np.bool_)
        known = self.words[name].to_pylist()[:-1]
        fits = np.array([*((word.lower() if any_case else word) in words for word in known), False], np.bool_)
        return np.asarray(fits[np.minimum(self.numbers(name), len(known))])

    def only(self, rows: Rows) -> Page:
        """These rows; without a copy where they stand side by side and in order."""
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (len(rows) == 1 or (np.diff(rows) == 1).all()):
            return Page(self.columns.slice(int(rows[0]), len(rows)), self.words)
        return Page(self.columns.take(pa.array(rows)), self.words)

    def first(self, names: Sequence[str]) -> Page:
        """These columns, which are the first."""
        return self if self.columns.num_columns == len(names) else Page(self.columns.select(list(names)), self.words)

    def column(self, name: str) -> pa.Array:
        """A whole column, words as words."""
        if name not in self.words:
            return self.columns.column(name)
        words = self.words[name]
        return words.take(pa.array(np.minimum(self.numbers(name), len(words) - 1)))

    def in_full(self) -> Page:
        """With words for their numbers, and identities as text."""
        names = self.columns.schema.names
        made = [hexadecimal(self.column(name)) for name in names]
        return Page(pa.RecordBatch.from_arrays(made, names), {})

    def dictionary(self, name: str) -> pa.Array:
        """A whole column, dictionary-encoded where it holds words."""
        if name not in self.words:
            return self.columns.column(name)
        codes = self.numbers(name).astype(np.int32)
        known = self.words[name].slice(0, len(self.words[name]) - 1)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == MISSING), known).cast(_DICTIONARY)


def _sent(schema: bytes, columns: bytes, words: dict[str, pa.Array]) -> Page:
    told = pa.ipc.read_schema(pa.py_buffer(schema))
    return Page(pa.ipc.read_record_batch(pa.py_buffer(columns), told), words)


@dataclass(frozen=True, slots=True)
class Reads:
    """Some reads of a block: what a search looks at, and the rest."""

    core: Page
    rest: Page

    def __len__(self) -> int:
        return len(self.core)


def shut(columns: pa.RecordBatch, *, small: bool) -> bytes:
    """A page's bytes; ``small``: compressed (LZ4)."""
    message = columns.serialize()
    if not small:
        return bytes(message)
    return len(message).to_bytes(_SIZE, "little") + bytes(_CODEC.compress(message, asbytes=True))


def opened(data: bytes, schema: pa.Schema, *, small: bool) -> pa.RecordBatch:
    """The columns of a page's bytes."""
    if not small:
        return pa.ipc.read_record_batch(pa.py_buffer(data), schema)
    size = int.from_bytes(data[:_SIZE], "little")
    return pa.ipc.read_record_batch(_CODEC.decompress(memoryview(data)[_SIZE:], decompressed_size=size), schema)
