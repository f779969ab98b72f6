"""From what is asked to the reads that fit (464.7(d)): plates first, then their rows, then those that go out whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from workbench.store.dictionary.dictionary import CANDIDATE, Fitting
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.reads_state import State
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.finding import Ask, Hits, find, find_candidates
from workbench.store.segments.layout import Copy
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

Found = tuple[Segment, Hits]
Places = npt.NDArray[np.int64]


def matches(query: PlateQuery, state: State, work: Work) -> Matches:
    """The reads that fit, the closest and of those the newest first, ``query.limit`` of them."""
    found = list(_found(query, query.conditions(), state, work))
    if not found:
        return Matches(pl.DataFrame(schema=READ_SCHEMA), 0, 0)
    total = sum(len(hits) for _, hits in found)
    plates = len(np.unique(np.concatenate([hits.matched for _, hits in found])))
    ranked = whole(found, _chosen(found, query.limit)).sort(
        "closeness", "time", "read_id", descending=[False, True, False]
    )
    return Matches(ranked.head(query.limit).select(*READ_COLUMNS), total, plates)


def whole(found: Sequence[Found], chosen: Sequence[Places] | None = None) -> pl.DataFrame:
    """All columns of the chosen hits (None: of all), with their keys and ``closeness``."""
    parts = []
    for place, (segment, hits) in enumerate(found):
        rows = np.arange(len(hits)) if chosen is None else chosen[place]
        for block in np.unique(hits.block[rows]):
            here = rows[hits.block[rows] == block]
            reads = segment.reads(hits.copy, int(block), hits.row[here])
            parts.append(reads.with_columns(pl.Series("closeness", hits.closeness[here])))
    return pl.concat(parts)


def _found(query: PlateQuery, conditions: Conditions, state: State, work: Work) -> Iterator[Found]:
    plates = _asked(state, Copy.BY_PLATE, query, conditions)
    readings = _asked(state, Copy.BY_CANDIDATE, query, conditions) if query.candidates else None
    for segment in state.between(conditions.low, conditions.high):
        hits = None
        if plates is not None:
            hits = find(segment, plates, work)
            if len(hits):
                yield segment, hits
        if readings is not None:
            others = find_candidates(segment, readings, work)
            others = others.without(hits.ordinal if hits is not None else np.zeros(0, np.uint32))
            if len(others):
                yield segment, others


def _asked(state: State, copy: Copy, query: PlateQuery, conditions: Conditions) -> Ask | None:
    fitting: Fitting = state.dictionaries[copy].fitting(query.pattern).since(conditions.low)
    if not len(fitting):
        return None
    closeness = fitting.closeness
    if copy is Copy.BY_CANDIDATE:
        closeness = np.full(len(fitting), CANDIDATE, np.int8)
    return Ask(conditions, fitting.keys, closeness)


def _chosen(found: Sequence[Found], limit: int) -> list[Places]:
    """Of each segment's hits those that can be among the first ``limit``; reads of one moment are all kept."""
    closeness = np.concatenate([hits.closeness for _, hits in found])
    time = np.concatenate([hits.time for _, hits in found])
    every = [np.arange(len(hits)) for _, hits in found]
    if len(time) <= limit:
        return every
    last = np.lexsort((-time, closeness))[limit - 1]
    kept = (closeness < closeness[last]) | ((closeness == closeness[last]) & (time >= time[last]))
    bounds = np.cumsum([len(part) for part in every])[:-1]
    return [part[keep] for part, keep in zip(every, np.split(kept, bounds), strict=True)]
