"""A read that was found, as its review has it, and what was said of it laid over what was found (464.7(g))."""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.ui.search.results import with_vehicle
from workbench.wire.reads import READ_SCHEMA
from workbench.wire.reviews import Reading, ReadUnderReview

_SAME = sorted(ReadUnderReview.model_fields.keys() & READ_SCHEMA.keys() - {"candidates", "resolved_plate"})
"""What is called alike in a read that was found and in one under review."""


def under_review(reads: pl.DataFrame, read_id: str) -> ReadUnderReview | None:
    """The read of this id as its camera gave it, with what counted of its reviews; None where it is not among them."""
    rows = reads.filter(pl.col("read_id") == read_id) if len(reads) else reads
    if rows.is_empty():
        return None
    row: dict[str, Any] = rows.row(0, named=True)
    others = [Reading(plate=one["plate"], confidence=one["confidence"]) for one in row.get("candidates") or []]
    counts = {"outcome": row["review"], "resolved_plate": row["resolved_plate"]}
    same = {name: row.get(name) for name in _SAME}  # a canvass and a look at one vehicle tell less of each read
    return ReadUnderReview.model_validate(same | counts | {"candidates": others})


def laid_over(reads: pl.DataFrame, read: ReadUnderReview) -> pl.DataFrame:
    """The reads with what counts of this one now; its observed plate stays, the corrected one stands beside it."""
    words = [one for one in read.reviews if one.outcome is read.outcome and not one.undone_by]
    told = {
        "resolved_plate": read.resolved_plate,
        "review": read.outcome.value if read.outcome else None,
        "reviewed_by": words[-1].by if words else None,
    }
    this = pl.col("read_id") == read.read_id
    over = [
        pl.when(this).then(pl.lit(value, pl.String)).otherwise(pl.col(name)).alias(name) for name, value in told.items()
    ]
    return with_vehicle(reads.with_columns(over))
