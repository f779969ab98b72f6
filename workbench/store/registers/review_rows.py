"""From the tables of reviews to what travels and to what searches look at (464.7(g))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from workbench.policy.reviews import Outcome, Said
from workbench.store.registers.review_tables import ReviewedReadRow, ReviewRow, ReviewUndoRow
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA
from workbench.wire.reviews import Reading, ReadUnderReview, Review

REVIEWED_SCHEMA = pl.Schema(
    {
        **READ_SCHEMA,
        "outcome": pl.String(),
        "corrected": pl.String(),
        "corrected_state": pl.String(),
        "said_by": pl.String(),
        "waits_for": pl.String(),
    }
)
"""A reviewed read as its camera gave it, then what counts: None throughout where no word does."""
_SHOWN = tuple(name for name in ReadUnderReview.model_fields if name in READ_COLUMNS and name != "resolved_plate")


def snapshot(read: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row for this read (``wire.reads``)."""
    candidates = [[one["plate"], one["confidence"]] for one in read["candidates"] or ()]
    return {**{name: read[name] for name in READ_COLUMNS}, "candidates": candidates, "changed": 0, "taught": []}


def frame(rows: Iterable[ReviewedReadRow]) -> pl.DataFrame:
    """Rows as searches look at them (``REVIEWED_SCHEMA``)."""
    told = [
        {
            **{name: getattr(row, name) for name in REVIEWED_SCHEMA},
            "candidates": [{"plate": plate, "confidence": sure} for plate, sure in row.candidates],
        }
        for row in rows
    ]
    return pl.DataFrame(told, schema=REVIEWED_SCHEMA)


def words(rows: Sequence[ReviewRow], undone: Iterable[ReviewUndoRow]) -> list[Said]:
    """The words that were not taken back, in the order of the rows."""
    gone = {undo.review for undo in undone}
    return [
        Said(row.number, Outcome(row.outcome), row.by, row.plate, row.state) for row in rows if row.number not in gone
    ]


def unreviewed(read: Mapping[str, Any]) -> ReadUnderReview:
    """A read (``wire.reads``) of which nobody said anything."""
    candidates = [Reading(**one) for one in read["candidates"] or ()]
    return ReadUnderReview(**{name: read[name] for name in _SHOWN if name != "candidates"}, candidates=candidates)


def reviewed(row: ReviewedReadRow, reviews: Sequence[ReviewRow], undone: Sequence[ReviewUndoRow]) -> ReadUnderReview:
    """A read with everything that was said of it."""
    undos = {undo.review: undo for undo in undone}
    return ReadUnderReview(
        **{name: getattr(row, name) for name in _SHOWN if name != "candidates"},
        candidates=[Reading(plate=plate, confidence=sure) for plate, sure in row.candidates],
        outcome=Outcome(row.outcome) if row.outcome else None,
        resolved_plate=row.corrected,
        resolved_state=row.corrected_state,
        waits=row.waits is not None,
        reviews=[_review(one, undos.get(one.number)) for one in reviews],
    )


def _review(row: ReviewRow, undo: ReviewUndoRow | None) -> Review:
    same = {name: getattr(row, name) for name in ("plate", "state", "note", "by", "at", "record")}
    if undo is None:
        return Review(review=row.number, outcome=Outcome(row.outcome), **same)
    return Review(
        review=row.number,
        outcome=Outcome(row.outcome),
        **same,
        undone_by=undo.by,
        undone_at=undo.at,
        undone_reason=undo.reason,
        undone_record=undo.record,
    )
