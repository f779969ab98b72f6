"""Sightings from the files of a store (464.7(d)): by plates, by time and place, around spots, and counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from workbench.errors import BadInput
from workbench.plates.key import Keys
from workbench.store.reads_found import Found, whole
from workbench.store.reads_query import conditions_of, microseconds
from workbench.store.reads_state import State
from workbench.store.segments.conditions import Conditions, Span
from workbench.store.segments.finding import Ask, find
from workbench.store.segments.layout import Copy
from workbench.store.segments.places import Round
from workbench.store.segments.rows import numbers, words
from workbench.store.segments.segment import Segment
from workbench.store.sightings import SIGHTING_COLUMNS, SIGHTING_SCHEMA, TALLIES, Where, Work

_MICROSECONDS = 1_000_000


def of_plates(state: State, keys: Keys, where: Where, work: Work) -> pl.DataFrame:
    """Reads whose observed or resolved plate has one of the keys."""
    return _table(_found(state, Ask(conditions_of(where), np.unique(keys)), work, None))


def at(state: State, where: Where, work: Work, most: int) -> pl.DataFrame:
    """All reads that fit."""
    return _table(_found(state, Ask(conditions_of(where)), work, most))


def around(
    state: State, spots: pl.DataFrame, seconds: float, metres: float, where: Where, work: Work, most: int
) -> pl.DataFrame:
    """Reads near a spot in time and place, once for each such spot."""
    besides = conditions_of(where)
    parts = [pl.DataFrame(schema={**SIGHTING_SCHEMA, "spot": pl.UInt32()})]
    near = [
        (spot, Span(at_ - reach, at_ + reach + 1, Round(latitude, longitude, metres)))
        for spot, at_, latitude, longitude, reach in _spots(spots, seconds)
    ]
    if not near:
        return parts[0]
    every = Conditions(tuple(span for _, span in near))
    for segment in state.between(every.low, every.high):
        blocks = segment.blocks(Copy.BY_PLACE)
        chosen = np.flatnonzero(every.blocks(blocks) & besides.blocks(blocks))
        touching = {spot: span.blocks(blocks) for spot, span in near}
        work.expect(len(chosen))
        for block in chosen:
            parts.extend(_near(segment, int(block), [(s, span) for s, span in near if touching[s][block]], besides))
            _check(sum(map(len, parts)), most)
            work.done()
    return pl.concat(parts).sort("spot", "time", "read_id")


def tally(state: State, where: Where, by: tuple[str, ...], work: Work) -> pl.DataFrame:
    """Counts of reads and of different plates."""
    each = list(dict.fromkeys((*by, "key")))
    conditions = conditions_of(where)
    parts = [pl.DataFrame(schema={**{name: TALLIES[name] for name in each}, "reads": pl.Int64()})]
    for segment in state.between(conditions.low, conditions.high):
        chosen = np.flatnonzero(conditions.blocks(segment.blocks(Copy.BY_PLACE)))
        work.expect(len(chosen))
        blocks = [_counted(segment, int(block), conditions, each, work) for block in chosen]
        if blocks:
            parts.append(pl.concat(blocks).group_by(each).agg(pl.col("reads").sum()))
    counts = [pl.col("reads").sum(), pl.col("key").n_unique().cast(pl.Int64).alias("plates")]
    every = pl.concat(parts)
    if not by:
        return every.select(counts)
    if "key" in by:  # a key that is counted by is one plate
        counts[1] = pl.lit(1, dtype=pl.Int64).alias("plates")
    return every.group_by(by).agg(counts).sort(by)


def _found(state: State, ask: Ask, work: Work, most: int | None) -> Iterator[Found]:
    total = 0
    for segment in state.between(ask.conditions.low, ask.conditions.high):
        hits = find(segment, ask, work)
        total += len(hits)
        _check(total, most)
        if len(hits):
            yield segment, hits


def _table(found: Iterator[Found]) -> pl.DataFrame:
    every = list(found)
    if not every:
        return pl.DataFrame(schema=SIGHTING_SCHEMA)
    return _sightings(whole(every)).sort("time", "read_id")


def _sightings(reads: pl.DataFrame) -> pl.DataFrame:
    key = pl.when(pl.col("resolved_key") > 0).then("resolved_key").otherwise("key")
    return reads.with_columns(key.reinterpret(signed=True).alias("key")).select(*SIGHTING_COLUMNS)


def _spots(spots: pl.DataFrame, seconds: float) -> Iterator[tuple[int, int, float, float, int]]:
    reach = int(seconds * _MICROSECONDS)
    for spot, time, latitude, longitude in spots.select("spot", "time", "latitude", "longitude").iter_rows():
        if latitude is not None and longitude is not None:
            yield spot, microseconds(time), latitude, longitude, reach


def _near(segment: Segment, block: int, near: list[tuple[int, Span]], besides: Conditions) -> Iterator[pl.DataFrame]:
    core = segment.core(Copy.BY_PLACE, block)
    fits = besides.rows(core)
    if besides.looks and fits.any():
        fits &= besides.looks_fit(segment.rest(Copy.BY_PLACE, block))
    for spot, span in near:
        rows = np.flatnonzero(fits & span.rows(core))
        if len(rows):
            reads = _sightings(segment.reads(Copy.BY_PLACE, block, rows))
            yield reads.with_columns(pl.lit(spot, pl.UInt32).alias("spot"))


def _counted(segment: Segment, block: int, conditions: Conditions, each: list[str], work: Work) -> pl.DataFrame:
    core = segment.core(Copy.BY_PLACE, block)
    fits = conditions.rows(core)
    if conditions.looks and fits.any():
        fits &= conditions.looks_fit(segment.rest(Copy.BY_PLACE, block))
    rows = np.flatnonzero(fits)
    key, resolved = numbers(core, "key")[rows], numbers(core, "resolved_key")[rows]
    time = pl.Series("time", numbers(core, "time")[rows]).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    columns = {
        "key": pl.Series(np.where(resolved > 0, resolved, key).view(np.int64)),
        "hour": time.dt.truncate("1h"),
        "hour_of_week": ((time.dt.weekday() - 1).cast(pl.Int16) * 24 + time.dt.hour()).cast(pl.Int16),
        "camera": words(core, "camera", rows),
        "source": words(core, "source", rows),
    }
    work.done()
    found = pl.DataFrame({name: columns[name] for name in each})
    return found.group_by(each).agg(reads=pl.len().cast(pl.Int64))


def _check(count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise BadInput(
            f"More than {most:,} reads fit, too many to look at together.",
            where="window",
            how="Give a shorter window, a smaller area, fewer sources or the vehicle's looks.",
        )
