"""One immutable file of reads, open (464.9): its blocks, identities and plates."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.errors import StoreUnavailable
from workbench.store.segments import ids, plate_pages
from workbench.store.segments.block import Page, Reads, opened
from workbench.store.segments.layout import Blocks, Booleans, Copy, Index, Keys
from workbench.store.segments.pages import PageFile
from workbench.store.segments.plate_pages import Tally
from workbench.store.segments.presence import Presence
from workbench.store.segments.recent import Recent
from workbench.store.segments.rows import joined, restored
from workbench.store.segments.sealing import Sealing

_RECENT = Recent[tuple[str, int], Page](512)
"""Pages opened last, of all segments of the process: about 100 MB."""

_MANY = 4
"""One in so many of the pages of identities is worth opening all of them."""
_ENTRY = pa.field("entry", pa.uint64())
"""What a copy by plates is ordered by."""


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

    def may_have(self, copy: Copy, keys: Keys) -> Booleans:
        """Which of these plates a copy by plates may have."""
        return Presence(self.index.present[copy]).may_have(keys)

    def core(self, copy: Copy, block: int) -> Page:
        """A block's columns to search in."""
        number = int(self.blocks(copy).page[block])
        return _RECENT.get((self.name, number), lambda: self._opened(number, ordered=copy is not Copy.BY_PLACE))

    def rest(self, copy: Copy, block: int) -> Page:
        """A block's other columns."""
        number = int(self.blocks(copy).page[block]) + 1
        return _RECENT.get((self.name, number), lambda: self._opened(number))

    def reads(self, copy: Copy, block: int, rows: npt.NDArray[np.integer]) -> Reads:
        """Whole reads of a block."""
        return Reads(self.core(copy, block).only(rows), self.rest(copy, block).only(rows))

    def block(self, copy: Copy, block: int) -> pa.Table:
        """All columns of a block as they are kept (``rows.columns``), and ``entry`` where it is ordered by keys.

        Opened anew each time, so that damage shows.
        """
        number = int(self.blocks(copy).page[block])
        core = self._opened(number, ordered=copy is not Copy.BY_PLACE)
        rows = restored(core, self._opened(number + 1))
        return rows.append_column("entry", core.dictionary("entry")) if core.has("entry") else rows

    def everything(self) -> pa.Table:
        """All its reads as they are kept (``rows.columns``)."""
        return joined([self.block(Copy.BY_PLACE, block) for block in range(len(self.blocks(Copy.BY_PLACE)))])

    def has(self, asked: ids.Halves) -> npt.NDArray[np.bool_]:
        """Which of these identities it holds; ``asked`` is in order."""
        first = self.index.id_first
        near = np.searchsorted(first, asked["high"], "right") - 1
        # Numbers of one upper half may begin on the page before.
        near = np.where((near > 0) & (first[near] == asked["high"]), near - 1, near)
        pages = np.unique(near[near >= 0])
        if len(pages) * _MANY > len(first):
            return ids.present(asked, self.identities())
        found = np.zeros(len(asked), np.bool_)
        for page in pages:
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

    def damaged(self) -> int:
        """How many of its pages do not open."""
        closed = 0
        for number in range(self._file.pages):
            try:
                self._file.page(number)
            except StoreUnavailable:
                closed += 1
        return closed

    def identities(self) -> ids.Halves:
        """All its identities, in order."""
        return np.concatenate([self._ids(number) for number in range(len(self.index.id_pages))])

    def _opened(self, number: int, *, ordered: bool | None = None) -> Page:
        """A page to search in, ``ordered`` by plates or not, or (None) one with the rest."""
        core, rest = self.index.schemas
        schema = rest if ordered is None else core.append(_ENTRY) if ordered else core
        return Page(opened(self._file.page(number), schema, small=ordered is None), self.index.words)

    def _ids(self, number: int) -> ids.Halves:
        return ids.page(self._file.page(int(self.index.id_pages[number])))
