"""Writing a segment (464.9): both copies of the reads, their identities and their plates, in one durable file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from workbench.store.segments import ids, plate_pages
from workbench.store.segments.block import shut
from workbench.store.segments.layout import Blocks, Copy, Degrees, Index, Keys, Numbers
from workbench.store.segments.ordering import by_key, by_place
from workbench.store.segments.pages import PageWriter
from workbench.store.segments.plate_pages import Tally
from workbench.store.segments.presence import Presence
from workbench.store.segments.rows import CORE, REST, candidate_keys, coded, numbered, numbers
from workbench.store.segments.sealing import Sealing

_KINDS: dict[str, type] = {
    **dict.fromkeys(("page", "rows", "time_low", "time_high"), np.int64),
    **dict.fromkeys(("key_low", "key_high"), np.uint64),
    **dict.fromkeys(("south", "north", "west", "east"), np.float64),
}
PLACED, KEYED = 4096, 1024
"""Reads of a block, which is a page to search in and a page with the rest: a scene has many, a plate few."""
_GATHERED = 16 * PLACED
"""Rows that are put in order at a time."""
_HANDS = 2
"""Threads that make pages while others are written."""

Made = TypeVar("Made")
_Told = dict[str, int | float | np.uint64]


def write(path: Path, rows: pa.Table, sealing: Sealing) -> str:
    """Write reads (``rows.columns``) as a new file; its SHA-256. Durable when this returns, but for its name."""
    rows, words = coded(numbered(rows))
    schemas = rows.select(CORE).schema, rows.select(REST).schema
    time = numbers(rows, "time")
    placed = by_place(time, numbers(rows, "latitude"), numbers(rows, "longitude"))
    with PageWriter(path, sealing) as writer:
        blocks = {Copy.BY_PLACE: _copy(writer, rows, placed, PLACED)}
        plates, present = {}, {}
        for copy, (entry, source) in {Copy.BY_PLATE: _entries(rows), Copy.BY_CANDIDATE: candidate_keys(rows)}.items():
            order = by_key(entry, time[source])
            blocks[copy] = _copy(writer, rows, source[order], KEYED, entry[order])
            tally = _tally(entry[order], time[source[order]])
            plates[copy] = writer.pages, _plates(writer, tally)
            present[copy] = Presence.of(tally[0]).bits
        identities = ids.of(rows.column("read_id"))
        identities = identities[ids.order(identities)]
        id_pages = np.arange(writer.pages, writer.pages + -(-len(identities) // ids.PAGE))
        for page in ids.pages(identities):
            writer.add(page)
        facts = {"rows": len(rows), "start": int(time.min()), "end": int(time.max())}
        id_first = np.ascontiguousarray(identities["high"][:: ids.PAGE])
        index = Index(blocks, id_pages, id_first, plates, present, facts, schemas, words)
        return writer.finish(index.dump())


def _entries(rows: pa.Table) -> tuple[Keys, Numbers]:
    """One entry for each plate that a read goes by: as observed, and as resolved where that is another."""
    key, resolved = numbers(rows, "key"), numbers(rows, "resolved_key")
    also = np.flatnonzero((resolved > 0) & (resolved != key))
    every = np.arange(len(key), dtype=np.int64)
    return np.concatenate([key, resolved[also]]), np.concatenate([every, also])


def _copy(writer: PageWriter, rows: pa.Table, order: Numbers, block: int, entry: Keys | None = None) -> Blocks:
    """One copy in blocks of so many reads; ``entry`` is what it is ordered by."""
    before = writer.pages

    def gathered(first: int) -> list[tuple[_Told, bytes, bytes]]:
        part = slice(first, first + _GATHERED)
        some = rows.take(pa.array(order[part])).combine_chunks()
        made = _pages(some, block, None if entry is None else entry[part])
        number = before + 2 * (first // block)
        return [
            (known, writer.sealed(number + 2 * place, core), writer.sealed(number + 2 * place + 1, rest))
            for place, (known, core, rest) in enumerate(made)
        ]

    told: list[_Told] = []
    for made in _ahead(gathered, range(0, len(order), _GATHERED)):
        for known, core, rest in made:
            told.append({**known, "page": writer.pages})
            writer.add_sealed(core)
            writer.add_sealed(rest)
    return Blocks(**{name: np.array([line[name] for line in told], kind) for name, kind in _KINDS.items()})


def _ahead(make: Callable[[int], Made], numbers_: Iterable[int]) -> Iterator[Made]:
    """What is made of each number, in order; the next ones are being made meanwhile, a few at a time."""
    with ThreadPoolExecutor(_HANDS) as pool:
        waiting: deque[Future[Made]] = deque()
        for number in numbers_:
            waiting.append(pool.submit(make, number))
            if len(waiting) > _HANDS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pages(rows: pa.Table, size: int, entry: Keys | None) -> Iterator[tuple[_Told, bytes, bytes]]:
    """What each block can hold, and its two pages."""
    for start in range(0, len(rows), size):
        block = rows.slice(start, size)
        keys = None if entry is None else entry[start : start + size]
        core = block.select(CORE) if keys is None else block.select(CORE).append_column("entry", pa.array(keys))
        told = _told(block, numbers(block, "key") if keys is None else keys)
        yield told, shut(_batch(core), small=False), shut(_batch(block.select(REST)), small=True)


def _batch(rows: pa.Table) -> pa.RecordBatch:
    (batch,) = rows.to_batches()
    return batch


def _told(block: pa.Table, keys: Keys) -> _Told:
    time = numbers(block, "time")
    south, north = _span(numbers(block, "latitude"))
    west, east = _span(numbers(block, "longitude"))
    return {
        "rows": len(block), "key_low": keys.min(), "key_high": keys.max(),
        "time_low": time.min(), "time_high": time.max(), "south": south, "north": north, "west": west, "east": east,
    }  # fmt: skip


def _span(degrees: Degrees) -> tuple[float, float]:
    """The least and the greatest; a span that touches nothing where no read has a place."""
    known = degrees[~np.isnan(degrees)]
    return (float(known.min()), float(known.max())) if len(known) else (np.inf, -np.inf)


def _tally(entry: Keys, time: Numbers) -> Tally:
    """The distinct plates with how many reads each has and when the newest was."""
    if not len(entry):
        return entry, np.zeros(0, np.int64), time
    first = np.flatnonzero(np.concatenate([[True], entry[1:] != entry[:-1]]))
    counts = np.diff(np.append(first, len(entry))).astype(np.int64)
    return entry[first], counts, np.maximum.reduceat(time, first)


def _plates(writer: PageWriter, tally: Tally) -> int:
    """Writes the distinct plates; how many pages they take."""
    before = writer.pages
    for page in plate_pages.pages(tally):
        writer.add(page)
    return writer.pages - before
