"""Tables of reviewed reads, asked as the store's files are (464.7(d)): by pattern, by key, by time, place and looks."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.plates.key import Keys, pack_many
from workbench.plates.pattern import Pattern
from workbench.policy.reviews import Outcome
from workbench.store.areas import in_scene
from workbench.store.dictionary.dictionary import CANDIDATE, Dictionary
from workbench.store.dictionary.table import Plates
from workbench.store.sightings import SIGHTING_COLUMNS, Where

_NONE = 127
"""How closely fits what does not."""
_CHANGING = (Outcome.CORRECTED.value, Outcome.REJECTED.value)


def changing(reviews: pl.DataFrame) -> pl.DataFrame:
    """Of reviewed reads (``review_rows.REVIEWED_SCHEMA``) those whose word changes what a search finds.

    ``resolved_plate`` is the corrected one.
    """
    found = reviews.filter(pl.col("outcome").is_in(_CHANGING))
    corrected = pl.col("outcome") == Outcome.CORRECTED.value
    resolved = pl.when(corrected).then("corrected").otherwise("resolved_plate")
    return found.with_columns(resolved_plate=resolved)


def inside(reads: pl.DataFrame, where: Where) -> pl.DataFrame:
    """Those of any of the scenes, of these sources, that look so."""
    fits = pl.Series([not where.scenes], dtype=pl.Boolean).new_from_index(0, len(reads))
    for scene in where.scenes:
        fits |= in_scene(scene, reads)
    asked = [pl.col("source").is_in(list(where.sources))] if where.sources is not None else []
    for name, values in where.vehicle.items():
        asked.append(pl.col(name).str.to_lowercase().is_in([value.lower() for value in values]).fill_null(value=False))
    return reads.filter(fits, *asked)


def matching(reads: pl.DataFrame, pattern: Pattern, *, candidates: bool) -> pl.DataFrame:
    """Those whose observed or resolved plate fits, or (``candidates``) another reading, as the store's files find them.

    ``closeness`` is as in ``Matches``, ``matched`` the key (UInt64) of the plate that fits.
    """
    seen, resolved = _closeness(reads["plate"], pattern), _closeness(reads["resolved_plate"], pattern)
    closest = np.minimum(seen[1], resolved[1])
    matched = np.where(resolved[1] < _NONE, resolved[0], seen[0])
    if candidates and len(reads):
        others = reads.select("read_id", pl.col("candidates").list.eval(pl.element().struct.field("plate")))
        others = others.explode("candidates", empty_as_null=False).drop_nulls()
        keys, fits = _closeness(others["candidates"], pattern)
        first = (
            others.with_columns(key=pl.Series(keys))
            .filter(pl.Series(fits < _NONE))
            .sort("key")
            .unique("read_id", keep="first", maintain_order=True)
        )
        by_id = dict(first.select("read_id", "key").iter_rows())
        for row in np.flatnonzero(closest == _NONE).tolist():
            if (key := by_id.get(reads["read_id"][row])) is not None:
                closest[row], matched[row] = CANDIDATE, key
    told = reads.with_columns(closeness=pl.Series(closest, dtype=pl.Int8), matched=pl.Series(matched, dtype=pl.UInt64))
    return told.filter(pl.col("closeness") < _NONE)


def sightings(reads: pl.DataFrame) -> pl.DataFrame:
    """As ``Sightings`` tells reads, with the key of the resolved plate."""
    keys = pack_many(reads["resolved_plate"].fill_null(reads["plate"]).to_list())
    return reads.with_columns(key=pl.Series(keys.view(np.int64), dtype=pl.Int64)).select(SIGHTING_COLUMNS)


def of_keys(found: pl.DataFrame, keys: Keys) -> pl.DataFrame:
    """Sightings whose observed or resolved plate has one of the keys."""
    wanted = pl.Series(np.asarray(keys, np.uint64).view(np.int64))
    observed = pl.Series(pack_many(found["plate"].to_list()).view(np.int64), dtype=pl.Int64)
    return found.filter(pl.col("key").is_in(wanted.implode()) | observed.is_in(wanted.implode()))


def overlaid(found: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """Sightings with the corrected plates, where there are any."""
    over = sightings(corrected).select("read_id", now="resolved_plate", now_key="key")
    joined = found.join(over, on="read_id", how="left", maintain_order="left")
    changed = joined.with_columns(
        resolved_plate=pl.coalesce("now", "resolved_plate"), key=pl.coalesce("now_key", "key")
    )
    return changed.select(found.columns)


def _closeness(plates: pl.Series, pattern: Pattern) -> tuple[Keys, np.ndarray[tuple[int], np.dtype[np.int8]]]:
    """The key of each plate, and how closely it fits; a missing one has key 0 and does not."""
    known = plates.is_not_null().to_numpy()
    keys = np.zeros(len(plates), np.uint64)
    keys[known] = pack_many(plates.drop_nulls().to_list())
    each = np.unique(keys[known])
    counts = np.ones(len(each), np.int64)
    fitting = Dictionary.of(Plates(each, counts, counts)).fitting(pattern)
    closeness = np.full(len(keys), _NONE, np.int8)
    if len(fitting):
        at = np.minimum(np.searchsorted(fitting.keys, keys), len(fitting) - 1)
        closeness = np.where(fitting.keys[at] == keys, fitting.closeness[at], _NONE).astype(np.int8)
    return keys, closeness
