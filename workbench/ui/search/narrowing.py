"""What of a search's answer may be taken out by itself (464.9): the reads of a camera, a time or one vehicle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from workbench.ui.taking.part import SHOWN, VEHICLE, Part, between, part


def parts(
    shown: pl.DataFrame, camera: str, followed: pl.DataFrame, vehicle: str, brush: Sequence[datetime] | None, zone: str
) -> list[Part]:
    """The reads ``shown`` in the table where it is narrowed, and those of the vehicle that is ``followed``."""
    time = between(brush, zone)
    narrowed = part(SHOWN, shown, f"camera {camera}" if camera else "", time)
    return narrowed + (part(VEHICLE, followed, f"vehicle {vehicle}", time) if vehicle else [])
