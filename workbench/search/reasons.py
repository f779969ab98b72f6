"""Why each read is in the answer (464.7(d)): in words, how close its plate is to what was asked, and how likely.

A read whose plates don't fit is there for another reading of its camera; that one is told.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import polars as pl

from workbench.plates.confusion import Confusion
from workbench.plates.explain import Likeness, Match, explain
from workbench.plates.key import pack_many
from workbench.plates.pattern import Pattern
from workbench.plates.ranking import likelihoods

CANDIDATE = "candidate"
"""The likeness of a read that fits by another reading of its camera alone."""
_CLOSENESS = {likeness: rank for rank, likeness in enumerate(Likeness)}
_BY = {"plate": pl.String, "resolved_plate": pl.String}


class _Told(NamedTuple):
    """The reason of a read; ``fits`` is the plate that it is about."""

    match: str | None
    likeness: str | None
    fits: str | None


_COLUMNS = dict.fromkeys(_Told._fields, pl.String)


def with_reasons(pattern: Pattern, reads: pl.DataFrame, confusion: Confusion) -> pl.DataFrame:
    """The reads in their order with ``match`` (reason), ``likeness`` and ``likelihood`` besides.

    ``likeness`` is exact, lookalike, near or candidate; ``likelihood`` (``plates.ranking``) is of the plate that the
    reason is about. With a measured ``confusion`` a reason tells how often its misreads were seen. Raises
    ``ValueError`` for a read that does not fit.
    """
    pairs = reads.select(*_BY).unique()
    rows = [(plate, resolved, *_reason(pattern, plate, resolved, confusion)) for plate, resolved in pairs.iter_rows()]
    told = pl.DataFrame(rows, schema={**_BY, **_COLUMNS}, orient="row")
    joined = reads.join(told, on=list(_BY), how="left", nulls_equal=True, maintain_order="left")
    others = joined["match"].is_null()
    if others.any():
        readings = [_other_reading(pattern, row, confusion) for row in joined.filter(others)["candidates"].to_list()]
        found = pl.DataFrame(readings, schema=_COLUMNS, orient="row")
        joined = joined.with_columns(joined[name].scatter(others.arg_true(), found[name]) for name in _COLUMNS)
    keys = pack_many(joined["fits"].to_list())
    likelihood = pl.Series("likelihood", likelihoods(pattern, keys, confusion), dtype=pl.Float32)
    return joined.drop("fits").with_columns(likelihood)


def _reason(pattern: Pattern, plate: str, resolved: str | None, confusion: Confusion) -> _Told:
    """Of the plate as observed, unless only the corrected one fits or fits better; empty when neither does."""
    observed = explain(pattern, plate, confusion)
    corrected = explain(pattern, resolved, confusion) if resolved else None
    if corrected and (observed is None or _better(corrected, observed)):
        words = f"corrected from {plate} to {resolved}: {corrected.words}"
        return _Told(words, corrected.likeness.value, resolved)
    return _Told(observed.words, observed.likeness.value, plate) if observed else _Told(None, None, None)


def _other_reading(pattern: Pattern, candidates: list[dict[str, Any]], confusion: Confusion) -> _Told:
    """Of the readings that fit the one that the camera was surest of."""
    for each in sorted(candidates, key=lambda one: -(one["confidence"] or 0.0)):
        if match := explain(pattern, each["plate"], confusion):
            sure = "" if each["confidence"] is None else f" ({each['confidence']:.0%})"
            words = f"the camera's other reading {each['plate']}{sure}: {match.words}"
            return _Told(words, CANDIDATE, each["plate"])
    raise ValueError("the store returned a read that does not fit")


def _better(one: Match, other: Match) -> bool:
    return _CLOSENESS[one.likeness] < _CLOSENESS[other.likeness]
