"""What is asked of the reads besides a partial plate (464.7(d)): where a vehicle was, who was there, who went with it.

Every method demands a receipt and answers with a table; ``Where`` narrows each of them by time, place, source and
the vehicle's looks. A long query says how far it is through its ``Work``, and ends there when it is called off.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from workbench.errors import Cancelled
from workbench.plates.key import Keys
from workbench.store.receipt import Receipt
from workbench.wire.polygon import Polygon
from workbench.wire.reads import READ_COLUMNS
from workbench.wire.search import Circle, Window

Area = Circle | Polygon

SIGHTING_COLUMNS = (
    "read_id",
    "time",
    "plate",
    "resolved_plate",
    "key",
    "state",
    "confidence",
    "latitude",
    "longitude",
    "camera",
    "source",
    "direction",
    "make",
    "model",
    "colour",
    "body_type",
    "vehicle_year",
)
"""Types as in ``wire.reads``; ``key`` is Int64, the bits of the key of the resolved plate, else of the observed one."""

SIGHTING_SCHEMA = pl.Schema({name: READ_COLUMNS.get(name, pl.Int64()) for name in SIGHTING_COLUMNS})
SPOT_SCHEMA = pl.Schema(
    {"spot": pl.UInt32(), "time": READ_COLUMNS["time"], "latitude": pl.Float64(), "longitude": pl.Float64()}
)
"""Times and places around which reads are looked for."""

VEHICLE_COLUMNS = ("make", "model", "colour", "body_type", "direction", "state")
"""The columns that ``Where.vehicle`` may name."""
TALLIES: dict[str, pl.DataType] = {
    "camera": pl.String(),
    "source": pl.String(),
    "hour": READ_COLUMNS["time"],
    "hour_of_week": pl.Int16(),
    "key": pl.Int64(),
}
"""What reads can be counted by: ``hour`` is its start (UTC), ``hour_of_week`` 0 to 167 from Monday 00:00 UTC."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A time, a place or both; there is one of them at least. The window's end is not included."""

    window: Window | None = None
    area: Area | None = None

    def __post_init__(self) -> None:
        if self.window is None and self.area is None:
            raise ValueError("a scene has a window, an area or both")


@dataclass(frozen=True, slots=True)
class Where:
    """Reads of any of these scenes (none: everywhere, always), of these sources (None: all), of vehicles like this.

    ``vehicle`` maps a column of ``VEHICLE_COLUMNS`` to the values that fit, compared without regard to case; a
    read that doesn't tell does not fit.
    """

    scenes: tuple[Scene, ...] = ()
    sources: frozenset[str] | None = None
    vehicle: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.vehicle) - set(VEHICLE_COLUMNS)):
            raise ValueError(f"no looks of a vehicle: {unknown}")


class Work:
    """How far one query is, and whether it was called off. Threads share it; parts are of any size."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._done = self._expected = 0

    @property
    def progress(self) -> tuple[int, int]:
        """Parts done, and parts expected so far."""
        with self._lock:
            return self._done, self._expected

    def expect(self, parts: int) -> None:
        """So many parts more are to be done; raises ``Cancelled`` as ``done`` does."""
        with self._lock:
            self._expected += parts
        self.done(0)

    def done(self, parts: int = 1) -> None:
        """So many parts more are done; raises ``Cancelled`` when the query was called off meanwhile."""
        with self._lock:
            self._done += parts
        if self._cancelled.is_set():
            raise Cancelled("The search was called off; nothing was released.", how="Ask again when it is needed.")

    def cancel(self) -> None:
        """Call the query off; it ends at its next part."""
        self._cancelled.set()


class Sightings(Protocol):
    """The reads of one realm. Every method raises ``Cancelled`` when ``work`` was called off.

    Tables of reads are ordered by time and then ``read_id``; ``StoreUnavailable`` when they can't be had.
    """

    def of_plates(self, keys: Keys, where: Where, receipt: Receipt, work: Work = ...) -> pl.DataFrame:
        """Reads whose observed or resolved plate has one of the keys (``SIGHTING_SCHEMA``)."""
        ...

    def at(self, where: Where, receipt: Receipt, work: Work = ..., *, most: int) -> pl.DataFrame:
        """All reads that fit; raises ``BadInput`` when there are more than ``most``."""
        ...

    def around(
        self,
        spots: pl.DataFrame,
        seconds: float,
        metres: float,
        where: Where,
        receipt: Receipt,
        work: Work = ...,
        *,
        most: int,
    ) -> pl.DataFrame:
        """Reads within so many seconds and metres of a spot (``SPOT_SCHEMA``), bounds included.

        Each comes once for every spot that it is near, with ``spot`` as the last column, ordered by spot first.
        Raises ``BadInput`` when there are more than ``most``.
        """
        ...

    def tally(self, where: Where, by: tuple[str, ...], receipt: Receipt, work: Work = ...) -> pl.DataFrame:
        """Counts by some of ``TALLIES`` (by none: one row), ordered by them, None first.

        ``reads`` and ``plates`` (different keys) are Int64.
        """
        ...
