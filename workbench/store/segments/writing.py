"""Writing a segment (464.9): both copies of the reads, their identities and their plates, in one durable file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.store.segments import ids, plate_pages
from workbench.store.segments.layout import Blocks, Copy, Degrees, Index, Keys, Numbers, order_by_place
from workbench.store.segments.pages import PageWriter
from workbench.store.segments.rows import BLOCK, candidate_keys, core_page, numbered, numbers, rest_page
from workbench.store.segments.sealing import Sealing

_KINDS: dict[str, type] = {
    **dict.fromkeys(("page", "rows", "time_low", "time_high"), np.int64),
    **dict.fromkeys(("key_low", "key_high"), np.uint64),
    **dict.fromkeys(("south", "north", "west", "east"), np.float64),
}
_GATHERED = 16 * BLOCK
"""Rows that are put in order at a time."""


def write(path: Path, rows: pa.Table, sealing: Sealing) -> str:
    """Write reads (``rows.columns``) as a new file; its SHA-256. Durable when this returns, but for its name."""
    rows = numbered(rows)
    time = numbers(rows, "time")
    by_place = order_by_place(time, numbers(rows, "latitude"), numbers(rows, "longitude"))
    with PageWriter(path, sealing) as writer:
        blocks = {Copy.BY_PLACE: _copy(writer, rows, by_place)}
        plates = {}
        for copy, (entry, source) in {Copy.BY_PLATE: _entries(rows), Copy.BY_CANDIDATE: candidate_keys(rows)}.items():
            order = np.lexsort((time[source], entry))
            blocks[copy] = _copy(writer, rows, source[order], entry[order])
            plates[copy] = writer.pages, _plates(writer, entry[order], time[source[order]])
        identities = ids.of(rows.column("read_id"))
        identities = identities[ids.order(identities)]
        id_pages = np.arange(writer.pages, writer.pages + -(-len(identities) // ids.PAGE))
        for page in ids.pages(identities):
            writer.add(page)
        facts = {"rows": len(rows), "start": int(time.min()), "end": int(time.max())}
        index = Index(blocks, id_pages, np.ascontiguousarray(identities["high"][:: ids.PAGE]), plates, facts)
        return writer.finish(index.dump())


def _entries(rows: pa.Table) -> tuple[Keys, Numbers]:
    """One entry for each plate that a read goes by: as observed, and as resolved where that is another."""
    key, resolved = numbers(rows, "key"), numbers(rows, "resolved_key")
    also = np.flatnonzero((resolved > 0) & (resolved != key))
    every = np.arange(len(key), dtype=np.int64)
    return np.concatenate([key, resolved[also]]), np.concatenate([every, also])


def _copy(writer: PageWriter, rows: pa.Table, order: Numbers, entry: Keys | None = None) -> Blocks:
    told = []
    for start, block in _blocks(rows, order):
        keys = numbers(block, "key") if entry is None else entry[start : start + len(block)]
        told.append(_told(writer.pages, block, keys))
        writer.add(core_page(block, None if entry is None else keys))
        writer.add(rest_page(block))
    return Blocks(**{name: np.array([line[name] for line in told], kind) for name, kind in _KINDS.items()})


def _blocks(rows: pa.Table, order: Numbers) -> Iterator[tuple[int, pa.Table]]:
    for first in range(0, len(order), _GATHERED):
        gathered = rows.take(pa.array(order[first : first + _GATHERED])).combine_chunks()
        for start in range(0, len(gathered), BLOCK):
            yield first + start, gathered.slice(start, BLOCK)


def _told(page: int, block: pa.Table, keys: Keys) -> dict[str, int | float | np.uint64]:
    time = numbers(block, "time")
    south, north = _span(numbers(block, "latitude"))
    west, east = _span(numbers(block, "longitude"))
    return {
        "page": page, "rows": len(block), "key_low": keys.min(), "key_high": keys.max(),
        "time_low": time.min(), "time_high": time.max(), "south": south, "north": north, "west": west, "east": east,
    }  # fmt: skip


def _span(degrees: Degrees) -> tuple[float, float]:
    """The least and the greatest; a span that touches nothing where no read has a place."""
    known = degrees[~np.isnan(degrees)]
    return (float(known.min()), float(known.max())) if len(known) else (np.inf, -np.inf)


def _plates(writer: PageWriter, entry: Keys, time: Numbers) -> int:
    """The distinct plates with how many reads each has and when the newest was; how many pages they take."""
    if not len(entry):
        return 0
    first = np.flatnonzero(np.concatenate([[True], entry[1:] != entry[:-1]]))
    counts = np.diff(np.append(first, len(entry))).astype(np.int64)
    before = writer.pages
    for page in plate_pages.pages((entry[first], counts, np.maximum.reduceat(time, first))):
        writer.add(page)
    return writer.pages - before
