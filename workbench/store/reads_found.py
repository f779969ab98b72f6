"""From what is asked to the reads that fit (464.7(d)): plates first, then their rows, then those that go out whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from workbench.store.dictionary.dictionary import CANDIDATE
from workbench.store.engine import Engine
from workbench.store.reads_query import Matches, PlateQuery, microseconds
from workbench.store.reads_state import State
from workbench.store.segments.block import Reads
from workbench.store.segments.conditions import Conditions
from workbench.store.segments.finding import Ask, Closeness, Hits, find, find_candidates
from workbench.store.segments.gathered import Gathered
from workbench.store.segments.layout import Booleans, Copy, Numbers
from workbench.store.segments.segment import Segment
from workbench.store.sightings import Work
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

Found = tuple[Segment, Hits]


def matches(query: PlateQuery, state: State, engine: Engine, work: Work) -> Matches:
    """The reads that fit, the closest and of those the newest first, ``query.limit`` of them."""
    found = list(_found(query, query.conditions(), state, engine, work))
    if query.without:
        found = _without(found, query.without, engine, work)
    if not found:
        none = np.zeros(0, np.int8), np.zeros(0, np.uint64)
        return Matches(pl.DataFrame(schema=READ_SCHEMA), 0, 0, *none)
    total = sum(len(hits) for _, hits in found)
    keys = np.unique(np.concatenate([hits.matched for _, hits in found]))
    reads, closeness = whole(_chosen(found, query.limit), engine, work)
    order = np.lexsort((reads.ids_in_order, -reads.time, closeness))[: query.limit]
    return Matches(reads.in_order(order).frame(READ_COLUMNS), total, len(keys), closeness[order], keys)


def whole(found: Sequence[Found], engine: Engine, work: Work) -> tuple[Gathered, Closeness]:
    """All columns of these hits, one at least, and how closely each fits."""
    ordered = [(segment, hits.by_block()) for segment, hits in found]
    asked = [(segment, Whole(hits.copy, hits.block, hits.row)) for segment, hits in ordered]
    parts = [part for _, parts in engine.each(asked, work) for part in parts]
    return Gathered.of(parts), np.concatenate([hits.closeness for _, hits in ordered])


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
    """All columns of these rows, which are in the order of their blocks."""

    copy: Copy
    block: Numbers
    row: Numbers

    def __call__(self, segment: Segment, work: Work) -> list[Reads]:
        parts = []
        first = np.flatnonzero(np.diff(self.block, prepend=-1)).tolist()
        for start, end in zip(first, [*first[1:], len(self.block)], strict=True):
            work.done(0)
            parts.append(segment.reads(self.copy, int(self.block[start]), self.row[start:end]))
        return parts


def _found(query: PlateQuery, conditions: Conditions, state: State, engine: Engine, work: Work) -> Iterator[Found]:
    plates = _asked(state, Copy.BY_PLATE, query, conditions)
    readings = _asked(state, Copy.BY_CANDIDATE, query, conditions) if query.candidates else None
    if plates is None and readings is None:
        return
    task = Find(plates, readings)
    asked = [(segment, task) for segment in state.between(conditions.low, conditions.high)]
    for segment, every in engine.each(asked, work):
        yield from ((segment, hits) for hits in every)


def _without(found: Sequence[Found], gone: Mapping[str, datetime], engine: Engine, work: Work) -> list[Found]:
    """Without these reads: only those of one of their times are opened to see which they are."""
    times = np.unique(np.array([microseconds(time) for time in gone.values()], np.int64))
    left = [(segment, hits.only(_others(segment, hits, gone, times, engine, work))) for segment, hits in found]
    return [(segment, hits) for segment, hits in left if len(hits)]


def _others(
    segment: Segment, hits: Hits, gone: Mapping[str, datetime], times: Numbers, engine: Engine, work: Work
) -> Booleans:
    kept = np.ones(len(hits), np.bool_)
    near = np.flatnonzero(np.isin(hits.time, times))
    if len(near):
        near = near[np.argsort(hits.block[near], kind="stable")]
        reads, _ = whole([(segment, hits.only(near))], engine, work)
        kept[near] = ~reads.frame(["read_id"])["read_id"].is_in(list(gone)).to_numpy()
    return kept


def _asked(state: State, copy: Copy, query: PlateQuery, conditions: Conditions) -> Ask | None:
    fitting = state.dictionaries[copy].fitting(query.pattern).since(conditions.low)
    if not len(fitting):
        return None
    closeness = fitting.closeness
    if copy is Copy.BY_CANDIDATE:
        closeness = np.full(len(fitting), CANDIDATE, np.int8)
    return Ask(conditions, fitting.keys, closeness)


def _chosen(found: Sequence[Found], limit: int) -> Sequence[Found]:
    """Of each segment's hits those that can be among the first ``limit``; reads of one moment are all kept."""
    closeness = np.concatenate([hits.closeness for _, hits in found])
    time = np.concatenate([hits.time for _, hits in found])
    if len(time) <= limit:
        return found
    last = np.lexsort((-time, closeness))[limit - 1]
    kept = (closeness < closeness[last]) | ((closeness == closeness[last]) & (time >= time[last]))
    bounds = np.cumsum([len(hits) for _, hits in found])[:-1]
    chosen = [(segment, hits.only(part)) for (segment, hits), part in zip(found, np.split(kept, bounds), strict=True)]
    return [(segment, hits) for segment, hits in chosen if len(hits)]
