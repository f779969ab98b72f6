"""Why each read is in the answer (464.7(d)): in words, and whether a character was taken for another."""

from __future__ import annotations

import polars as pl

from workbench.plates.explain import Likeness, Match, explain
from workbench.plates.pattern import Pattern

_COLUMNS = {"plate": pl.String, "resolved_plate": pl.String, "match": pl.String, "likeness": pl.String}


def with_reasons(pattern: Pattern, reads: pl.DataFrame) -> pl.DataFrame:
    """The reads in their order with two columns more: ``match`` (the reason) and ``likeness`` (exact|lookalike)."""
    pairs = reads.select("plate", "resolved_plate").unique()
    rows = [(plate, resolved, *_reason(pattern, plate, resolved)) for plate, resolved in pairs.iter_rows()]
    told = pl.DataFrame(rows, schema=_COLUMNS, orient="row")
    return reads.join(told, on=["plate", "resolved_plate"], how="left", nulls_equal=True, maintain_order="left")


def _reason(pattern: Pattern, plate: str, resolved: str | None) -> tuple[str, str]:
    """Of the plate as observed, unless only the corrected one fits or fits better."""
    observed = explain(pattern, plate)
    corrected = explain(pattern, resolved) if resolved else None
    if corrected and (observed is None or _better(corrected, observed)):
        return f"corrected from {plate} to {resolved}: {corrected.words}", corrected.likeness.value
    if observed is None:
        raise ValueError("the store returned a read that does not fit")
    return observed.words, observed.likeness.value


def _better(one: Match, other: Match) -> bool:
    return one.likeness is Likeness.EXACT and other.likeness is not Likeness.EXACT
