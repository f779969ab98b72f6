"""Entries become tables of reads (464.9): in chunks, with the identity of each read and where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import polars as pl

from workbench.collection.reading import Entry, Parsed
from workbench.wire.ingest import Provenance, Rejected
from workbench.wire.reads import READ_COLUMNS, READ_SCHEMA

CHUNK = 50_000
"""Entries that are held as objects at a time."""

_ADDED = ("read_id", "source", "resolved_plate", "provenance", "court_order", "format", "batch_id", "received")
PARSED_SCHEMA = pl.Schema({name: kind for name, kind in READ_COLUMNS.items() if name not in _ADDED})
"""What an adapter knows of a read."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a batch: reads as in ``PARSED_SCHEMA``, and the entries that are none."""

    reads: pl.DataFrame
    rejected: list[Rejected]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all reads of a batch share. ``received`` is UTC."""

    source: str
    provenance: Provenance
    court_order: str
    format: str
    batch_id: str
    received: datetime


def gather(entries: Iterable[Entry], size: int = CHUNK) -> Iterator[Chunk]:
    """Entries in chunks of at most ``size``."""
    parsed: list[Parsed] = []
    rejected: list[Rejected] = []
    for entry in entries:
        if isinstance(entry, Parsed):
            parsed.append(entry)
        else:
            rejected.append(entry)
        if len(parsed) + len(rejected) >= size:
            yield Chunk(table(parsed), rejected)
            parsed, rejected = [], []
    if parsed or rejected:
        yield Chunk(table(parsed), rejected)


def table(parsed: Iterable[Parsed]) -> pl.DataFrame:
    """Reads as a table."""
    return pl.DataFrame([asdict(read) for read in parsed], schema=PARSED_SCHEMA)


def stamped(reads: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """The reads as the store takes them, each with its identity."""
    return reads.with_columns(
        identities(reads, stamp.source),
        source=pl.lit(stamp.source),
        resolved_plate=pl.lit(None, pl.String),
        provenance=pl.lit(stamp.provenance.value),
        court_order=pl.lit(stamp.court_order or None, pl.String),
        format=pl.lit(stamp.format),
        batch_id=pl.lit(stamp.batch_id),
        received=pl.lit(stamp.received, READ_COLUMNS["received"]),
    ).select(pl.col(name).cast(kind) for name, kind in READ_SCHEMA.items())


def identities(reads: pl.DataFrame, source: str) -> pl.Series:
    """The same read has the same ``read_id`` in whichever batch it comes: 32 hexadecimal digits of SHA-256.

    Over the source and the vendor's identifier, or, where there is none, the source, camera, time (microseconds
    since 1970, UTC) and plate as given.
    """
    sign = "\x1f"
    keys = reads.select(
        pl.when(pl.col("vendor_id").is_not_null())
        .then(pl.concat_str(pl.lit(source), pl.lit("id"), pl.col("vendor_id"), separator=sign, ignore_nulls=True))
        .otherwise(
            pl.concat_str(
                pl.lit(source),
                pl.lit("at"),
                pl.col("camera"),
                pl.col("time").dt.epoch("us").cast(pl.String),
                pl.col("plate_as_given"),
                separator=sign,
            )
        )
        .alias("key")
    )["key"]
    digests = [hashlib.sha256(key.encode()).hexdigest()[:32] for key in keys.to_list()]
    return pl.Series("read_id", digests, dtype=pl.String)
