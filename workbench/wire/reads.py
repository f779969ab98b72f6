"""The columns of a read, the same in store, answer and analyst's frame."""

from __future__ import annotations

import polars as pl

READ_COLUMNS: dict[str, pl.DataType] = {
    "read_id": pl.String(),
    "time": pl.Datetime("us", "UTC"),
    "plate": pl.String(),
    "plate_as_given": pl.String(),
    "state": pl.String(),
    "confidence": pl.Float32(),
    "latitude": pl.Float64(),
    "longitude": pl.Float64(),
    "camera": pl.String(),
    "source": pl.String(),
    "direction": pl.String(),
    "make": pl.String(),
    "model": pl.String(),
    "colour": pl.String(),
    "body_type": pl.String(),
    "vehicle_year": pl.Int16(),
    "candidates": pl.List(pl.Struct({"plate": pl.String(), "confidence": pl.Float32()})),
    "resolved_plate": pl.String(),
    "provenance": pl.String(),
    "court_order": pl.String(),
    "format": pl.String(),
    "vendor_id": pl.String(),
    "batch_id": pl.String(),
    "received": pl.Datetime("us", "UTC"),
}
"""``time`` is when the camera saw the plate, UTC; ``plate`` is normalised, ``plate_as_given`` is not;
``confidence`` is 0 to 1; places are WGS 84 degrees; ``provenance`` answers 464.7.1(a), ``source`` 464.7(f)."""

READ_SCHEMA = pl.Schema(READ_COLUMNS)
