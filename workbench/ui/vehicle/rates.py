"""Base rates (464.7(d)): how common the vehicle's looks are where it was read, so that one sighting can be weighed."""

from __future__ import annotations

import polars as pl

from workbench.ui.vehicle.company import one_in
from workbench.ui.words import plural
from workbench.wire.search import Vehicle

WHAT = (
    "Reads of all vehicles at the cameras where this one was read, in the same window; none of them is shown. A look "
    "that one read in forty has says little about one sighting, a look that one in ten thousand has says much. Cameras "
    "that tell no colour or make are counted among all, not among those alike."
)


def by_camera(track: pl.DataFrame, every: pl.DataFrame, alike: pl.DataFrame | None) -> pl.DataFrame:
    """One row a camera of the vehicle's: its reads (``own``), those of ``alike`` vehicles, and of ``all``."""
    own = track.drop_nulls("camera").group_by("camera").agg(own=pl.len().cast(pl.Int64))
    found = own.join(_summed(every, "all"), on="camera", how="left")
    found = found.join(_summed(alike, "alike"), on="camera", how="left") if alike is not None else found
    missing = [pl.lit(0, dtype=pl.Int64).alias("alike")] if alike is None else []
    filled = found.with_columns(*missing).with_columns(pl.col("all", "alike").fill_null(0))
    return filled.sort("own", "camera", descending=[True, False])


def looks_words(looks: Vehicle) -> str:
    """``black Honda sedan``."""
    asked = looks.asked()
    return " ".join(asked[name][0] for name in ("colour", "make", "body_type") if name in asked)


def words(cameras: pl.DataFrame, looks: Vehicle | None) -> str:
    """What the figures come to, in one sentence or two."""
    if cameras.is_empty():
        return "The vehicle was read at no camera that has a name."
    own, alike, every = (int(cameras[name].sum()) for name in ("own", "alike", "all"))
    told = f"At the {plural(len(cameras), 'camera')} where it was read: {plural(every, 'read')} of all vehicles"
    if looks is None or not looks.asked():
        return f"{told}; {own:,} of them are its own. Its reads don't tell what it looks like."
    if not alike:
        return f"{told}; none of a {looks_words(looks)}."
    mine = f"{own:,} of these {'is' if own == 1 else 'are'} its own"
    return f"{told}; {alike:,} of a {looks_words(looks)}, {one_in(alike / max(every, 1))} reads. {mine}."


def _summed(rates: pl.DataFrame, name: str) -> pl.DataFrame:
    return rates.group_by("camera").agg(pl.col("reads").sum().alias(name))
