"""From photographs that were looked at to reads (464.7(f), 464.9): one for each plate, with all its readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from workbench.wire.photographs import Photograph, PhotographBatch, PhotographPlate
from workbench.wire.reads import READ_SCHEMA

FORMAT = "photograph"


def reads_of(photographs: Iterable[Photograph], batches: Mapping[str, PhotographBatch], now: datetime) -> pl.DataFrame:
    """Reads as the store takes them (``wire.reads``); each photograph is complete. ``now`` is UTC."""
    rows = [_row(one, plate, batches[one.batch_id], now) for one in photographs for plate in one.plates]
    return pl.DataFrame(rows, schema=READ_SCHEMA)


def _row(photograph: Photograph, plate: PhotographPlate, batch: PhotographBatch, now: datetime) -> dict[str, Any]:
    return {
        "read_id": plate.read_id,
        "time": photograph.time,
        "plate": plate.plate,
        "plate_as_given": plate.plate,
        "confidence": plate.confidence,
        "latitude": photograph.latitude,
        "longitude": photograph.longitude,
        "camera": photograph.camera,
        "source": batch.offer.source,
        "candidates": [{"plate": one.plate, "confidence": one.confidence} for one in plate.candidates[1:]],
        "provenance": batch.offer.provenance.value,
        "court_order": batch.offer.court_order.strip() or None,
        "format": FORMAT,
        "batch_id": batch.batch_id,
        "received": now,
    }
