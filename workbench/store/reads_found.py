"""From what is asked to the reads that fit (464.7(d)): plates first, then their rows, then those that go out whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from workbench.store.dictionary.dictionary import CANDIDATE
from workbench.store.engine import Engine
from workbench.store.reads_query import Matches, PlateQuery
from workbench.store.reads_state import State
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.finding import Ask, Closeness, Hits, find, find_candidates
from workbench.store.segments.layout import Copy
from workbench.store.segments.rows import frame, ids_in_order, numbers, together
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

Found = tuple[Segment, Hits]
Places = npt.NDArray[np.int64]


def matches(query: PlateQuery, state: State, engine: Engine, work: Work) -> Matches:
    """The reads that fit, the closest and of those the newest first, ``query.limit`` of them."""
    found = list(_found(query, query.conditions(), state, engine, work))
    if not found:
        return Matches(pl.DataFrame(schema=READ_SCHEMA), 0, 0)
    total = sum(len(hits) for _, hits in found)
    plates = len(np.unique(np.concatenate([hits.matched for _, hits in found])))
    rows, closeness = whole(found, engine, work, _chosen(found, query.limit))
    order = np.lexsort((ids_in_order(rows), -numbers(rows, "time"), closeness))[: query.limit]
    return Matches(frame(rows.take(pa.array(order))).select(*READ_COLUMNS), total, plates)


def whole(
    found: Sequence[Found], engine: Engine, work: Work, chosen: Sequence[Places] | None = None
) -> tuple[pa.Table, Closeness]:
    """All columns of the chosen hits (None: of all), for ``rows.frame``, and how closely each fits."""
    if chosen is None:
        chosen = [np.arange(len(hits)) for _, hits in found]
    picked = [(segment, hits.only(rows)) for (segment, hits), rows in zip(found, chosen, strict=True) if len(rows)]
    parts = [part for _, part in engine.each([(segment, Whole(hits)) for segment, hits in picked], work)]
    return together(parts), np.concatenate([hits.closeness[by_block(hits)] for _, hits in picked])


@dataclass(frozen=True, slots=True)
class Find:
    """The rows of a file that fit: by their plates, and by other readings of the camera."""

    plates: Ask | None
    readings: Ask | None

    def __call__(self, segment: Segment, work: Work) -> list[Hits]:
        found = []
        ordinals = np.zeros(0, np.uint32)
        if self.plates is not None:
            hits = find(segment, self.plates, work)
            ordinals = hits.ordinal
            found.append(hits)
        if self.readings is not None:
            found.append(find_candidates(segment, self.readings, work).without(ordinals))
        return [hits for hits in found if len(hits)]


@dataclass(frozen=True, slots=True)
class Whole:
    """All columns of these rows, in the order of ``by_block``."""

    hits: Hits

    def __call__(self, segment: Segment, work: Work) -> pa.Table:
        hits, parts = self.hits.only(by_block(self.hits)), []
        first = np.flatnonzero(np.diff(hits.block, prepend=-1))
        for start, end in zip(first, [*first[1:], len(hits)], strict=True):
            work.done(0)
            parts.append(segment.reads(hits.copy, int(hits.block[start]), hits.row[start:end]))
        return pa.concat_tables(parts)


def by_block(hits: Hits) -> Places:
    """The order of the hits in their file, so that each block is opened once."""
    return np.argsort(hits.block, kind="stable")


def _found(query: PlateQuery, conditions: Conditions, state: State, engine: Engine, work: Work) -> Iterator[Found]:
    plates = _asked(state, Copy.BY_PLATE, query, conditions)
    readings = _asked(state, Copy.BY_CANDIDATE, query, conditions) if query.candidates else None
    if plates is None and readings is None:
        return
    task = Find(plates, readings)
    asked = [(segment, task) for segment in state.between(conditions.low, conditions.high)]
    for segment, every in engine.each(asked, work):
        yield from ((segment, hits) for hits in every)


def _asked(state: State, copy: Copy, query: PlateQuery, conditions: Conditions) -> Ask | None:
    fitting = state.dictionaries[copy].fitting(query.pattern).since(conditions.low)
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
