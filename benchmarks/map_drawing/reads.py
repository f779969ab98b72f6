"""Reads for the map: of cameras that stand still, and of cars that drive about with theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

_START = datetime(2026, 1, 1, tzinfo=UTC)
_FIXED = 60


def reads(number: int, *, moving: bool, seed: int = 7) -> pl.DataFrame:
    """``number`` reads of a month around El Centro, with the columns that the map needs."""
    chance = np.random.default_rng(seed)
    camera = chance.integers(0, 12 if moving else _FIXED, number)
    spots = chance.uniform((32.65, -115.75), (33.15, -115.35), (_FIXED, 2))
    places = chance.uniform((32.65, -115.75), (33.15, -115.35), (number, 2)) if moving else spots[camera]
    seconds = np.sort(chance.integers(0, 30 * 86_400, number))
    return pl.DataFrame(
        {
            "read_id": [f"r{each}" for each in range(number)],
            "time": [_START + timedelta(seconds=int(each)) for each in seconds],
            "plate": [f"7{each % 26_000:06d}" for each in chance.integers(0, 10**6, number)],
            "camera": [f"{'Patrol' if moving else 'Camera'} {each}" for each in camera],
            "source": ["department"] * number,
            "latitude": places[:, 0],
            "longitude": places[:, 1],
        },
        schema_overrides={"time": pl.Datetime("us", "UTC")},
    )
