"""One immutable file of reads, open (464.9): its blocks, identities and plates."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from workbench.store.segments import ids, plate_pages
from workbench.store.segments.layout import Blocks, Copy, Index
from workbench.store.segments.pages import PageFile
from workbench.store.segments.plate_pages import Tally
from workbench.store.segments.rows import CORE, REST, batch, frame, joined
from workbench.store.segments.sealing import Sealing


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a segment stands, and the key of this one file: enough to open it in another process."""

    path: Path
    month: str
    sealing: Sealing = field(repr=False)

    def open(self) -> Segment:
        """The segment; raises as ``Segment.open``."""
        return Segment.open(self.path, self.month, self.sealing)


@dataclass(frozen=True)
class Segment:
    """An open segment; ``start`` and ``end`` are the times of its first and last read in microseconds, UTC."""

    name: str
    month: str
    rows: int
    start: int
    end: int
    index: Index
    _file: PageFile

    @classmethod
    def open(cls, path: Path, month: str, sealing: Sealing) -> Self:
        """Open a finished file; raises as ``PageFile.open``."""
        file = PageFile.open(path, sealing)
        index = Index.load(file.index)
        facts = index.facts
        return cls(path.name, month, facts["rows"], facts["start"], facts["end"], index, file)

    @property
    def standing(self) -> Standing:
        """Where another process finds it."""
        return Standing(self._file.path, self.month, self._file.sealing)

    def overlaps(self, low: int | None, high: int | None) -> bool:
        """Whether it can hold a read with ``low <= time < high``."""
        return (low is None or self.end >= low) and (high is None or self.start < high)

    def blocks(self, copy: Copy) -> Blocks:
        """What each block of a copy can hold."""
        return self.index.blocks[copy]

    def core(self, copy: Copy, block: int) -> pa.RecordBatch:
        """A block's columns to search in."""
        return batch(self._file.page(int(self.blocks(copy).page[block])))

    def rest(self, copy: Copy, block: int) -> pa.RecordBatch:
        """A block's other columns."""
        return batch(self._file.page(int(self.blocks(copy).page[block]) + 1))

    def reads(self, copy: Copy, block: int, rows: npt.NDArray[np.integer]) -> pl.DataFrame:
        """Whole reads of a block, with their keys."""
        return frame(self.core(copy, block), self.rest(copy, block), rows)

    def everything(self) -> pa.Table:
        """All its reads as they are kept (``rows.columns``)."""
        parts = []
        for block in range(len(self.blocks(Copy.BY_PLACE))):
            core, rest = self.core(Copy.BY_PLACE, block), self.rest(Copy.BY_PLACE, block)
            columns = {name: part.column(name) for part in (core, rest) for name in part.schema.names}
            parts.append(pa.table({name: columns[name] for name in (*CORE, *REST)}))
        return joined(parts)

    def has(self, asked: ids.Halves) -> npt.NDArray[np.bool_]:
        """Which of these identities it holds; ``asked`` is in order."""
        first = self.index.id_first
        near = np.searchsorted(first, asked["high"], "right") - 1
        # Numbers of one upper half may begin on the page before.
        near = np.where((near > 0) & (first[near] == asked["high"]), near - 1, near)
        found = np.zeros(len(asked), np.bool_)
        for page in np.unique(near[near >= 0]):
            there = np.concatenate([self._ids(number) for number in range(page, min(page + 2, len(first)))])
            here = np.flatnonzero(near == page)
            found[here] = ids.present(asked[here], there)
        return found

    def plates(self, copy: Copy = Copy.BY_PLATE) -> Tally:
        """Its distinct plates."""
        first, count = self.index.plates[copy]
        return plate_pages.read(self._file.page(first + number) for number in range(count))

    def check(self) -> None:
        """Open every page; raises ``StoreUnavailable`` for the first that is damaged."""
        for number in range(self._file.pages):
            self._file.page(number)

    def _ids(self, number: int) -> ids.Halves:
        return ids.page(self._file.page(int(self.index.id_pages[number])))
