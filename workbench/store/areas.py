"""Scenes and distances on tables of reads (464.7(d)); in the files it is ``segments.places`` that looks."""

from __future__ import annotations

import numpy as np
import polars as pl

from workbench.store.reads_query import microseconds, place_of
from workbench.store.segments.places import EARTH_RADIUS_M
from workbench.store.sightings import Scene


def in_scene(scene: Scene, reads: pl.DataFrame) -> pl.Series:
    """Whether each read lies in the scene; False where a place is asked for and it has none."""
    fits = np.ones(len(reads), np.bool_)
    if scene.window is not None:
        time = reads["time"].dt.epoch("us").to_numpy()
        fits &= (time >= microseconds(scene.window.start)) & (time < microseconds(scene.window.end))
    if scene.area is not None:
        fits &= place_of(scene.area).holds(reads["latitude"].to_numpy(), reads["longitude"].to_numpy())
    return pl.Series(fits)


def metres_between(suffix: str) -> pl.Expr:
    """Great-circle distance (haversine), metres, of a read from ``latitude`` and ``longitude`` with this suffix."""
    here, there = pl.col("latitude").radians(), pl.col(f"latitude{suffix}").radians()
    north = ((there - here) / 2).sin().pow(2)
    east = ((pl.col("longitude") - pl.col(f"longitude{suffix}")).radians() / 2).sin().pow(2)
    return 2 * EARTH_RADIUS_M * (north + here.cos() * there.cos() * east).clip(0.0, 1.0).sqrt().arcsin()
