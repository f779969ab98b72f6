"""Why each read is in the answer (464.7(d)): in words, and how close its plate is to what was asked."""

from __future__ import annotations

import polars as pl

from workbench.plates.confusion import Confusion
from workbench.plates.explain import Likeness, Match, explain
from workbench.plates.pattern import Pattern

_COLUMNS = {"plate": pl.String, "resolved_plate": pl.String, "match": pl.String, "likeness": pl.String}

_CLOSENESS = {likeness: rank for rank, likeness in enumerate(Likeness)}


def with_reasons(pattern: Pattern, reads: pl.DataFrame, confusion: Confusion | None = None) -> pl.DataFrame:
    """The reads in their order with two columns more: ``match`` (reason) and ``likeness`` (exact|lookalike|near).

    With a measured ``confusion`` a reason tells how often its misreads were seen.
    """
    pairs = reads.select("plate", "resolved_plate").unique()
    rows = [(plate, resolved, *_reason(pattern, plate, resolved, confusion)) for plate, resolved in pairs.iter_rows()]
    told = pl.DataFrame(rows, schema=_COLUMNS, orient="row")
    return reads.join(told, on=["plate", "resolved_plate"], how="left", nulls_equal=True, maintain_order="left")


def _reason(pattern: Pattern, plate: str, resolved: str | None, confusion: Confusion | None) -> tuple[str, str]:
    """Of the plate as observed, unless only the corrected one fits or fits better."""
    observed = explain(pattern, plate, confusion)
    corrected = explain(pattern, resolved, confusion) if resolved else None
    if corrected and (observed is None or _better(corrected, observed)):
        return f"corrected from {plate} to {resolved}: {corrected.words}", corrected.likeness.value
    if observed is None:
        raise ValueError("the store returned a read that does not fit")
    return observed.words, observed.likeness.value


def _better(one: Match, other: Match) -> bool:
    return _CLOSENESS[one.likeness] < _CLOSENESS[other.likeness]
