"""From what is asked to the reads that fit (464.7(d)): plates first, then their rows, then those that go out whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.reads_state import State
from workbench.store.segments.finding import Ask, Hits, find
from workbench.store.segments.segment import Segment
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

Found = tuple[Segment, Hits]


def matches(query: PlateQuery, state: State) -> Matches:
    """The reads that fit, exact ones and the newest first, ``query.limit`` of them."""
    conditions = query.conditions()
    fitting = state.dictionary.fitting(query.pattern).since(conditions.low)
    ask = Ask(conditions, fitting.keys, fitting.exact)
    asked = (one for one in state.segments.values() if one.overlaps(conditions.low, conditions.high))
    found = [(segment, hits) for segment in asked if len(hits := find(segment, ask))] if len(fitting.keys) else []
    if not found:
        return Matches(pl.DataFrame(schema=READ_SCHEMA), 0, 0)
    total = sum(len(hits) for _, hits in found)
    plates = len(np.unique(np.concatenate([hits.matched for _, hits in found])))
    ranked = _whole(found, _chosen(found, query.limit)).sort("exact", "time", "read_id", descending=[True, True, False])
    return Matches(ranked.head(query.limit).select(*READ_COLUMNS), total, plates)


def _chosen(found: Sequence[Found], limit: int) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Of each segment's hits those that can be among the first ``limit``; reads of one moment are all kept."""
    exact = np.concatenate([hits.exact for _, hits in found])
    time = np.concatenate([hits.time for _, hits in found])
    every = [np.arange(len(hits)) for _, hits in found]
    if len(time) <= limit:
        return every
    last = np.lexsort((-time, ~exact))[limit - 1]
    kept = (exact & ~exact[last]) | ((exact == exact[last]) & (time >= time[last]))
    return [
        part[keep]
        for part, keep in zip(every, np.split(kept, np.cumsum([len(part) for part in every])[:-1]), strict=True)
    ]


def _whole(found: Sequence[Found], chosen: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]]) -> pl.DataFrame:
    """All columns of the chosen hits, with ``exact``."""
    parts = []
    for (segment, hits), rows in zip(found, chosen, strict=True):
        for block in np.unique(hits.block[rows]):
            here = rows[hits.block[rows] == block]
            reads = segment.reads(hits.copy, int(block), hits.row[here])
            parts.append(reads.with_columns(pl.Series("exact", hits.exact[here])))
    return pl.concat(parts)
