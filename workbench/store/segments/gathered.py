"""Reads out of many pages as one table (464.7(d)): columns are put together when they are asked for, words last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from workbench.store.segments.block import Page, Reads
from workbench.store.segments.layout import Keys, Numbers
from workbench.store.segments.rows import CORE
from workbench.store.segments.texts import MOMENT, hexadecimal, ids_in_order, plates_of


@dataclass(frozen=True, slots=True)
class Gathered:
    """Reads of several blocks, one block after the other."""

    core: Joined
    rest: Joined

    @classmethod
    def of(cls, parts: Sequence[Reads]) -> Self:
        """Of one part at least."""
        return cls(Joined.of([part.core.first(CORE) for part in parts]), Joined.of([part.rest for part in parts]))

    @property
    def time(self) -> Numbers:
        """Microseconds since 1970, UTC."""
        return self.core.numbers("time")

    @property
    def ids_in_order(self) -> Numbers:
        """Where each identity stands among them in the order of their texts."""
        return ids_in_order(self.rest.column("read_id"))

    @property
    def keys(self) -> Keys:
        """Of the resolved plate where there is one, else of the observed one."""
        resolved = self.core.numbers("resolved_key")
        return np.where(resolved > 0, resolved, self.core.numbers("key"))

    def in_order(self, rows: Numbers) -> Gathered:
        """Some of them, in this order."""
        return Gathered(self.core.in_order(rows), self.rest.in_order(rows))

    def frame(self, names: Iterable[str]) -> pl.DataFrame:
        """Columns of ``wire.reads``, and ``key`` (Int64, the bits of ``keys``)."""
        made = {name: _MADE[name](self) if name in _MADE else self.column(name) for name in names}
        return pl.DataFrame(pa.RecordBatch.from_arrays(list(made.values()), list(made)))

    def column(self, name: str) -> pa.Array:
        """A column as it is kept, words as words."""
        return (self.core if name in CORE else self.rest).column(name)


@dataclass(frozen=True, slots=True)
class Joined:
    """Pages of one kind as one; ``page`` is the one that each row came from, ``words`` are those of each page."""

    columns: pa.RecordBatch
    words: Sequence[Mapping[str, pa.Array]]
    page: Numbers

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Self:
        """Of one page at least."""
        schema = pages[0].columns.schema
        if not all(page.columns.schema.equals(schema) for page in pages):
            pages = [page.in_full() for page in pages]  # one has numbers where another has the words themselves
        columns = pa.concat_batches([page.columns for page in pages])
        return cls(columns, [page.words for page in pages], np.repeat(np.arange(len(pages)), [*map(len, pages)]))

    def in_order(self, rows: Numbers) -> Joined:
        """Some of the rows, in this order."""
        return Joined(self.columns.take(pa.array(rows)), self.words, self.page[rows])

    def numbers(self, name: str) -> npt.NDArray[Any]:
        """A column of numbers; NaN where one is missing."""
        values: npt.NDArray[Any] = self.columns.column(name).to_numpy(zero_copy_only=False)
        return values

    def column(self, name: str) -> pa.Array:
        """Any column, words as words."""
        if name not in self.words[0]:
            return self.columns.column(name)
        lists = [words[name] for words in self.words]
        sizes = np.array([*map(len, lists)])
        codes = np.minimum(self.numbers(name), (sizes - 1)[self.page])
        if len({*map(id, lists)}) == 1:
            return lists[0].take(pa.array(codes))
        return pa.concat_arrays(lists).take(pa.array(codes + (np.cumsum(sizes) - sizes)[self.page]))


def _plate(reads: Gathered) -> pa.Array:
    return plates_of(reads.core.numbers("key"))


def _resolved_plate(reads: Gathered) -> pa.Array:
    resolved = reads.core.numbers("resolved_key")
    if not resolved.any():
        return pa.nulls(len(resolved), pa.large_string())
    return pc.if_else(pa.array(resolved > 0), plates_of(resolved), None)


def _plate_as_given(reads: Gathered) -> pa.Array:
    """Kept where it differs: missing for the plate itself, empty for none."""
    given = reads.column("plate_as_given")
    if given.null_count == len(given):
        return _plate(reads)
    return pc.if_else(pc.equal(given, ""), None, pc.coalesce(given, _plate(reads)))


_MADE: dict[str, Callable[[Gathered], pa.Array]] = {
    "plate": _plate,
    "resolved_plate": _resolved_plate,
    "plate_as_given": _plate_as_given,
    "key": lambda reads: pa.array(reads.keys.view(np.int64)),
    "read_id": lambda reads: hexadecimal(reads.column("read_id")),
    "time": lambda reads: reads.column("time").view(MOMENT),
    "received": lambda reads: reads.column("received").view(MOMENT),
}
