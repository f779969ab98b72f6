"""Reads and receipts for the tests of the store: real receipts of a real gate, made-up reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from tests.policy.people import NOW, Station, analyst, purpose, search
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.store.receipt import Receipt
from workbench.store.segments.sealing import KeySealing
from workbench.wire.reads import READ_SCHEMA

SEALING = KeySealing(bytes(range(32)))
"""Of the tests' stores; what is sealed with it is no secret."""


def opened(folder: Path, realm: Realm = Realm.LIVE) -> ReadStore:
    """The store in this folder."""
    return ReadStore.open(folder, realm, SEALING)


def receipt_of(station: Station, realm: Realm = Realm.LIVE) -> Receipt:
    """A receipt for a search that stands in the log."""
    return station.gate.admit(analyst(), purpose(realm=realm), search(realm=realm))


def read(read_id: str, plate: str, time: datetime = NOW, **known: Any) -> dict[str, Any]:
    """One read; what is not told is the department's, at no place."""
    return {"read_id": read_id, "plate": plate, "time": time, "source": "department", **known}


def table(reads: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Reads as the store takes them."""
    return pl.DataFrame(list(reads), schema=READ_SCHEMA)


def batch(number: int, size: int, *, months: int = 2) -> pl.DataFrame:
    """A batch of ``size`` reads spread over some months (0: one day), with ids and plates of its own."""
    step = timedelta(days=30 * months or 1) / size
    return table(
        read(f"{number}-{place}", f"{number % 10}AB{place % 1000:03}", NOW - place * step) for place in range(size)
    )
