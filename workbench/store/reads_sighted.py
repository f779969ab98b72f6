"""Sightings from the files of a store (464.7(d)): by plates, by time and place, around spots, and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.errors import BadInput
from workbench.plates.key import Keys
from workbench.store.engine import Engine
from workbench.store.reads_found import Find, Found, whole
from workbench.store.reads_query import conditions_of, microseconds
from workbench.store.reads_state import State
from workbench.store.segments.block import Page, Reads
from workbench.store.segments.conditions import Conditions, Span
from workbench.store.segments.finding import Ask
from workbench.store.segments.gathered import Gathered
from workbench.store.segments.layout import Booleans, Copy
from workbench.store.segments.places import Round
from workbench.store.segments.segment import Segment
from workbench.store.sightings import SIGHTING_COLUMNS, SIGHTING_SCHEMA, TALLIES, Where, Work

NEAR_SCHEMA = {**SIGHTING_SCHEMA, "spot": pl.UInt32()}
NearOne = tuple[int, Reads]
"""The number of a spot, and reads near it."""
_MICROSECONDS = 1_000_000


def of_plates(state: State, keys: Keys, where: Where, engine: Engine, work: Work) -> pl.DataFrame:
    """Reads whose observed or resolved plate has one of the keys."""
    return _table(state, Ask(conditions_of(where), np.unique(keys)), engine, work, None)


def at(state: State, where: Where, engine: Engine, work: Work, most: int) -> pl.DataFrame:
    """All reads that fit."""
    return _table(state, Ask(conditions_of(where)), engine, work, most)


def around(
    state: State,
    spots: pl.DataFrame,
    seconds: float,
    metres: float,
    where: Where,
    engine: Engine,
    work: Work,
    most: int,
) -> pl.DataFrame:
    """Reads near a spot in time and place, once for each such spot."""
    near = tuple(_near_spots(spots, seconds, metres))
    parts: list[NearOne] = []
    if near:
        task = Near(near, conditions_of(where), most)
        every = task.every
        for _, reads in engine.each([(segment, task) for segment in state.between(every.low, every.high)], work):
            parts += reads
            _check(sum(len(part) for _, part in parts), most)
    if not parts:
        return pl.DataFrame(schema=NEAR_SCHEMA)
    found = Gathered.of([part for _, part in parts])
    spot = np.repeat(np.array([number for number, _ in parts], np.uint32), [len(part) for _, part in parts])
    order = np.lexsort((found.ids_in_order, found.time, spot))
    return found.in_order(order).frame(SIGHTING_COLUMNS).with_columns(spot=pl.Series(spot[order]))


def tally(state: State, where: Where, by: tuple[str, ...], engine: Engine, work: Work) -> pl.DataFrame:
    """Counts of reads and of different plates."""
    each = tuple(dict.fromkeys((*by, "key")))
    conditions = conditions_of(where)
    task = Count(conditions, each)
    asked = [(segment, task) for segment in state.between(conditions.low, conditions.high)]
    every = pl.concat([_uncounted(each), *(counts for _, counts in engine.each(asked, work))])
    counts = [pl.col("reads").sum(), pl.col("key").n_unique().cast(pl.Int64).alias("plates")]
    if not by:
        return every.select(counts)
    if "key" in by:  # a key that is counted by is one plate
        counts[1] = pl.lit(1, dtype=pl.Int64).alias("plates")
    return every.group_by(by).agg(counts).sort(by)


@dataclass(frozen=True, slots=True)
class Near:
    """Reads of a file near spots, each once for every spot; ``spots`` are their numbers and where they reach."""

    spots: tuple[tuple[int, Span], ...]
    besides: Conditions
    most: int

    @property
    def every(self) -> Conditions:
        """Near any of them."""
        return Conditions(tuple(span for _, span in self.spots))

    def __call__(self, segment: Segment, work: Work) -> list[NearOne]:
        blocks = segment.blocks(Copy.BY_PLACE)
        touching = {spot: span.blocks(blocks) for spot, span in self.spots}
        chosen = np.flatnonzero(np.logical_or.reduce(list(touching.values())) & self.besides.blocks(blocks))
        work.expect(len(chosen))
        parts: list[NearOne] = []
        for block in chosen.tolist():
            parts += self._of(segment, block, [(s, span) for s, span in self.spots if touching[s][block]])
            _check(sum(len(part) for _, part in parts), self.most)
            work.done()
        return parts

    def _of(self, segment: Segment, block: int, near: Sequence[tuple[int, Span]]) -> Iterator[NearOne]:
        core, fits = _fitting(segment, block, self.besides)
        for spot, span in near:
            rows = np.flatnonzero(fits & span.rows(core))
            if len(rows):
                yield spot, segment.reads(Copy.BY_PLACE, block, rows)


@dataclass(frozen=True, slots=True)
class Count:
    """How many reads of a file fit, by some of ``TALLIES``."""

    conditions: Conditions
    by: tuple[str, ...]

    def __call__(self, segment: Segment, work: Work) -> pl.DataFrame:
        chosen = np.flatnonzero(self.conditions.blocks(segment.blocks(Copy.BY_PLACE)))
        work.expect(len(chosen))
        parts = [_uncounted(self.by)]
        for block in chosen:
            parts.append(self._of(segment, int(block)))
            work.done()
        return pl.concat(parts).group_by(self.by).agg(pl.col("reads").sum())

    def _of(self, segment: Segment, block: int) -> pl.DataFrame:
        core, fits = _fitting(segment, block, self.conditions)
        rows = np.flatnonzero(fits)
        key, resolved = core.numbers("key")[rows], core.numbers("resolved_key")[rows]
        time = pl.Series("time", core.numbers("time")[rows]).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
        columns = {
            "key": pl.Series(np.where(resolved > 0, resolved, key).view(np.int64)),
            "hour": time.dt.truncate("1h"),
            "hour_of_week": ((time.dt.weekday() - 1).cast(pl.Int16) * 24 + time.dt.hour()).cast(pl.Int16),
            "camera": pl.Series(core.only(rows).column("camera"), dtype=pl.String),
            "source": pl.Series(core.only(rows).column("source"), dtype=pl.String),
        }
        found = pl.DataFrame({name: columns[name] for name in self.by})
        return found.group_by(self.by).agg(reads=pl.len().cast(pl.Int64))


def _fitting(segment: Segment, block: int, conditions: Conditions) -> tuple[Page, Booleans]:
    core = segment.core(Copy.BY_PLACE, block)
    fits = conditions.rows(core)
    if conditions.looks and fits.any():
        fits &= conditions.looks_fit(segment.rest(Copy.BY_PLACE, block))
    return core, fits


def _uncounted(by: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema={**{name: TALLIES[name] for name in by}, "reads": pl.Int64()})


def _table(state: State, ask: Ask, engine: Engine, work: Work, most: int | None) -> pl.DataFrame:
    task = Find(ask, None)
    found: list[Found] = []
    asked = [(segment, task) for segment in state.between(ask.conditions.low, ask.conditions.high)]
    for segment, every in engine.each(asked, work):
        found += [(segment, hits) for hits in every]
        _check(sum(len(hits) for _, hits in found), most)
    if not found:
        return pl.DataFrame(schema=SIGHTING_SCHEMA)
    reads, _ = whole(found, engine, work)
    return reads.in_order(np.lexsort((reads.ids_in_order, reads.time))).frame(SIGHTING_COLUMNS)


def _near_spots(spots: pl.DataFrame, seconds: float, metres: float) -> Iterator[tuple[int, Span]]:
    reach = int(seconds * _MICROSECONDS)
    for spot, time, latitude, longitude in spots.select("spot", "time", "latitude", "longitude").iter_rows():
        if latitude is not None and longitude is not None:
            moment = microseconds(time)
            yield spot, Span(moment - reach, moment + reach + 1, Round(latitude, longitude, metres))


def _check(count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise BadInput(
            f"More than {most:,} reads fit, too many to look at together.",
            where="window",
            how="Give a shorter window, a smaller area, fewer sources or the vehicle's looks.",
        )
