"""One vehicle's reads as numbered stops (464.7(d)): the order in which it was read, not a route."""

from __future__ import annotations

from typing import Any

import polars as pl

from workbench.mapping.amount import spots
from workbench.mapping.layers import Place, Stop
from workbench.prose.words import local


def stops(ordered: pl.DataFrame, spot: str, zone: str) -> tuple[list[Stop], list[Place]]:
    """Numbered stops and the line that joins the reads, without those that have no place.

    A camera that stands still is one stop; one that moves has a stop for each some 100 m where it read the vehicle.
    The stop of the read ``spot`` is the chosen one.
    """
    placed = ordered.drop_nulls(["latitude", "longitude"])
    track: list[Place] = placed.select("latitude", "longitude").rows()
    by_camera = placed.group_by(spots(), maintain_order=True).agg(
        pl.col("latitude").mean(), pl.col("longitude").mean(), pl.col("number"), pl.col("time"), pl.col("read_id")
    )
    return [_stop(row, spot, zone) for row in by_camera.iter_rows(named=True)], track


_TOLD = 8
"""Reads that a stop's tooltip lists; the table has them all."""


def _stop(row: dict[str, Any], spot: str, zone: str) -> Stop:
    numbered = list(zip(row["number"], row["time"], strict=True))
    lines = [f"{number}: {local(time, zone)}" for number, time in numbered[:_TOLD]]
    if len(numbered) > _TOLD:
        lines.append(f"and {len(numbered) - _TOLD} more")
    return Stop(
        id=row["read_id"][0],
        latitude=row["latitude"],
        longitude=row["longitude"],
        chosen=spot in row["read_id"],
        label=_numbers(row["number"]),
        text="\n".join([str(row["camera"]), *lines]),
    )


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:3])
    return f"{shown} …" if len(numbers) > 3 else shown
