"""What can go wrong with a store of reads, told without the plates in it (464.9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import pyarrow as pa

from workbench.errors import StoreUnavailable

FAILURES = (OSError, sqlite3.Error, pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What disk, catalogue, Arrow and polars raise when something is wrong with the store."""


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn what disk, catalogue and polars raise into ``StoreUnavailable``, without the plates in their texts."""
    try:
        yield
    except FAILURES as error:
        raise StoreUnavailable(
            "The store of reads can't be used; nothing was released and nothing half-stored.",
            how="Try again; tell the ALPR administrator if it stays so.",
            diagnostic=f"{type(error).__name__} {getattr(error, 'strerror', '')}".strip(),
        ) from error
