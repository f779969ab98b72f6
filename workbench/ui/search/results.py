"""One answer seen as reads and as vehicles (464.7(d))."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from workbench.policy.reviews import Outcome

_CLOSENESS = pl.Enum(["exact", "lookalike", "near", "candidate"])
"""How a plate fits, the closest first."""
_DESCRIBED = ("colour", "make", "model", "body_type")


def with_vehicle(frame: pl.DataFrame) -> pl.DataFrame:
    """The reads with ``vehicle``, the plate that stands (the resolved one where somebody corrected it).

    ``review`` and ``reviewed_by`` are there, None where nothing was said of a read.
    """
    told = [pl.lit(None, pl.String).alias(name) for name in ("review", "reviewed_by") if name not in frame.columns]
    return frame.with_columns(
        *told,
        pl.coalesce("resolved_plate", "plate").alias("vehicle"),
        pl.concat_str([pl.col(name).cast(pl.String) for name in _DESCRIBED], separator=" ", ignore_nulls=True)
        .str.strip_chars()
        .alias("description"),
    )


def stretch(reads: pl.DataFrame, start: datetime | None, end: datetime | None) -> tuple[datetime, datetime]:
    """From when until when a timeline of these reads goes, UTC: the window that was asked, else from first to last.

    There is always some time between the two.
    """
    if start is not None and end is not None:
        return start, end
    times = reads["time"].drop_nulls()
    first, last = (times.min(), times.max()) if len(times) else (None, None)
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        first = last = datetime(2000, 1, 1, tzinfo=UTC)
    return first, last + timedelta(minutes=1)


def vehicles(reads: pl.DataFrame) -> pl.DataFrame:
    """One row for each plate: how many reads, when first and last, at how many cameras, and why it fits.

    The closest come first, among them the likeliest to be the one meant, then those that were read most. A read that
    was rejected on review is no vehicle.
    """
    reads = reads.filter(pl.col("review").fill_null("") != Outcome.REJECTED.value)
    described = pl.col("description").filter(pl.col("description") != "")
    return (
        reads.with_columns(pl.col("likeness").cast(_CLOSENESS))
        .sort(["likeness", "likelihood"], descending=[False, True], maintain_order=True)
        .group_by("vehicle", maintain_order=True)
        .agg(
            pl.len().alias("reads"),
            pl.col("time").min().alias("first"),
            pl.col("time").max().alias("last"),
            pl.col("camera").n_unique().alias("cameras"),
            pl.col("confidence").max(),
            described.mode().sort().first().fill_null("").alias("description"),
            pl.col("state").drop_nulls().mode().sort().first().alias("state"),
            pl.col("match").first(),
            pl.col("likeness", "likelihood").first(),
        )
        .sort(["likeness", "likelihood", "reads", "vehicle"], descending=[False, True, True, False])
        .with_columns(pl.col("likeness").cast(pl.String))
    )


def in_order(reads: pl.DataFrame, vehicle: str) -> pl.DataFrame:
    """One vehicle's reads by time, with ``number`` from 1."""
    return reads.filter(pl.col("vehicle") == vehicle).sort("time").with_row_index("number", offset=1)
