"""How hits stand in the queue (464.7(g)): state, read and entry side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from workbench.policy.hits import Matched, Status
from workbench.ui.hits.words import compared, is_stale, look, name
from workbench.ui.table import Cell, Column
from workbench.wire.hits import Hit

_SCHEMA = {
    "hit": pl.Int64(),
    "status": pl.String(),
    "time": pl.Datetime("us", "UTC"),
    "plate": pl.String(),
    "state": pl.String(),
    "listed_plate": pl.String(),
    "listed_state": pl.String(),
    "reason": pl.String(),
    "hotlist": pl.String(),
    "camera": pl.String(),
    "confidence": pl.Float64(),
    "matched": pl.String(),
    "stale": pl.Boolean(),
}


def table(hits: list[Hit], stale_hours: int, now: datetime) -> pl.DataFrame:
    """The hits as the table shows and sorts them."""
    rows = [hit.model_dump(mode="python", include=set(_SCHEMA)) for hit in hits]
    stale = [is_stale(hit, stale_hours, now) for hit in hits]
    told = [
        row | {"status": hit.status.value, "matched": hit.matched.value, "stale": old}
        for row, hit, old in zip(rows, hits, stale, strict=True)
    ]
    return pl.DataFrame(told, schema=_SCHEMA)


def hit_columns(zone: str) -> list[Column]:
    """One row a hit."""
    return [
        Column("status", "State", _status),
        Column("time", "Read", lambda r: Cell.moment(r["time"], zone)),
        Column("plate", "Plate read", _read, "mono"),
        Column("listed_plate", "Plate listed", _listed, "mono"),
        Column("reason", "Reason", _reason, "small"),
        Column("camera", "Camera", lambda r: Cell.plain(r["camera"]), "small"),
        Column("confidence", "Conf.", _sure, "number"),
    ]


def _status(row: dict[str, Any]) -> Cell:
    status = Status(row["status"])
    return Cell([(name(status), look(status))], title=f"Hit {row['hit']}")


def _read(row: dict[str, Any]) -> Cell:
    pieces, _ = compared(row["plate"], row["listed_plate"])
    return Cell([*pieces, (f" {row['state']}" if row["state"] else "", "aside")], title=f"Hit {row['hit']}")


def _listed(row: dict[str, Any]) -> Cell:
    _, pieces = compared(row["plate"], row["listed_plate"])
    return Cell([*pieces, (f" {row['listed_state']}" if row["listed_state"] else "", "aside")])


def _reason(row: dict[str, Any]) -> Cell:
    stale = [(" stale", "bad")] if row["stale"] else []
    return Cell([(row["reason"], ""), (f" {row['hotlist']}", "quiet"), *stale])


def _sure(row: dict[str, Any]) -> Cell:
    alike = "" if row["matched"] == Matched.EXACT else " ≈"
    value = row["confidence"]
    title = "" if not alike else "A look-alike, or a camera that is not sure: compare the characters."
    return Cell([("-" if value is None else f"{value:.0%}", ""), (alike, "bad")], title=title)
