"""Why each read is in the answer (464.7(d)): in words, and how close its plate is to what was asked.

A read whose plates don't fit is there for another reading of its camera; that one is told.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.plates.confusion import Confusion
from workbench.plates.explain import Likeness, Match, explain
from workbench.plates.pattern import Pattern

_COLUMNS = {"plate": pl.String, "resolved_plate": pl.String, "match": pl.String, "likeness": pl.String}

CANDIDATE = "candidate"
"""The likeness of a read that fits by another reading of its camera alone."""
_CLOSENESS = {likeness: rank for rank, likeness in enumerate(Likeness)}


def with_reasons(pattern: Pattern, reads: pl.DataFrame, confusion: Confusion | None = None) -> pl.DataFrame:
    """The reads in their order with ``match`` (reason) and ``likeness`` (exact|lookalike|near|candidate) besides.

    With a measured ``confusion`` a reason tells how often its misreads were seen. Raises ``ValueError`` for a read
    that does not fit.
    """
    pairs = reads.select("plate", "resolved_plate").unique()
    rows = [(plate, resolved, *_reason(pattern, plate, resolved, confusion)) for plate, resolved in pairs.iter_rows()]
    told = pl.DataFrame(rows, schema=_COLUMNS, orient="row")
    joined = reads.join(told, on=["plate", "resolved_plate"], how="left", nulls_equal=True, maintain_order="left")
    others = joined["match"].is_null()
    if not others.any():
        return joined
    readings = [_other_reading(pattern, row, confusion) for row in joined.filter(others)["candidates"].to_list()]
    places = others.arg_true()
    return joined.with_columns(
        joined["match"].scatter(places, readings), joined["likeness"].scatter(places, [CANDIDATE] * len(readings))
    )


def _reason(
    pattern: Pattern, plate: str, resolved: str | None, confusion: Confusion | None
) -> tuple[str, str] | tuple[None, None]:
    """Of the plate as observed, unless only the corrected one fits or fits better; None when neither does."""
    observed = explain(pattern, plate, confusion)
    corrected = explain(pattern, resolved, confusion) if resolved else None
    if corrected and (observed is None or _better(corrected, observed)):
        return f"corrected from {plate} to {resolved}: {corrected.words}", corrected.likeness.value
    return (observed.words, observed.likeness.value) if observed else (None, None)


def _other_reading(pattern: Pattern, candidates: list[dict[str, Any]], confusion: Confusion | None) -> str:
    """Of the readings that fit the one that the camera was surest of."""
    for each in sorted(candidates, key=lambda one: -(one["confidence"] or 0.0)):
        if match := explain(pattern, each["plate"], confusion):
            sure = "" if each["confidence"] is None else f" ({each['confidence']:.0%})"
            return f"the camera's other reading {each['plate']}{sure}: {match.words}"
    raise ValueError("the store returned a read that does not fit")


def _better(one: Match, other: Match) -> bool:
    return _CLOSENESS[one.likeness] < _CLOSENESS[other.likeness]
