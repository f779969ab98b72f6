"""The columns of a file of reads, the same in every format (464.9): what was read, where, when, and why it fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is that of the frame's column and of the CSV's; ``title`` is for people; ``unit`` in words, if any."""

    name: str
    title: str
    unit: str = ""


COLUMNS = (
    Column("read_id", "Read"),
    Column("time", "Time", "UTC"),
    Column("plate", "Plate"),
    Column("resolved_plate", "Corrected plate"),
    Column("review", "Review"),
    Column("reviewed_by", "Reviewed by"),
    Column("plate_as_given", "Plate as given"),
    Column("state", "State"),
    Column("confidence", "Confidence", "0 to 1"),
    Column("camera", "Camera"),
    Column("latitude", "Latitude", "degrees, WGS 84"),
    Column("longitude", "Longitude", "degrees, WGS 84"),
    Column("direction", "Direction"),
    Column("source", "Source"),
    Column("make", "Make"),
    Column("model", "Model"),
    Column("colour", "Colour"),
    Column("body_type", "Body type"),
    Column("vehicle_year", "Model year"),
    Column("candidates", "Other readings"),
    Column("match", "Why it fits"),
    Column("likeness", "How it fits"),
    Column("scenes", "Scenes"),
    Column("vehicle_scenes", "Scenes of this vehicle"),
    Column("provenance", "Provenance"),
    Column("court_order", "Court order"),
    Column("format", "Format it came in"),
    Column("vendor_id", "Vendor's number"),
    Column("batch_id", "Batch"),
    Column("received", "Received", "UTC"),
)


def columns_of(reads: pl.DataFrame) -> list[Column]:
    """Those that these reads have, in order."""
    return [column for column in COLUMNS if column.name in reads.columns]


def rows(reads: pl.DataFrame, columns: list[Column]) -> Iterator[list[Value]]:
    """Each read's values: numbers and times as such, lists as text."""
    short = pl.col(pl.Float32).cast(pl.Float64).round(6)  # 0.9, not 0.8999999761581421
    for row in reads.select(column.name for column in columns).with_columns(short).iter_rows():
        yield [_flat(value) for value in row]


def _flat(value: Any) -> Value:
    if isinstance(value, list):
        return ", ".join(_named(each) for each in value)
    return value if isinstance(value, (int, float, datetime)) or value is None else str(value)


def _named(each: Any) -> str:
    if not isinstance(each, Mapping):
        return str(each)
    sure = each.get("confidence")
    return str(each.get("plate")) if sure is None else f"{each.get('plate')} ({sure:.0%})"
