"""Any number of reads on a map, without a widget (464.7(d)): what is drawn of them, for a view and a time window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from workbench.mapping.amount import FORMS, STANDING, cameras, form_for, points, standing
from workbench.mapping.cells import cells, heat, on_plane
from workbench.mapping.layers import Bounds, Camera, Cell, Heat, Points, around
from workbench.mapping.sight import Sight
from workbench.prose.words import plural

Window = tuple[datetime, datetime]
"""Start and end of the reads that are drawn, UTC; the end itself is outside."""
_COLUMNS = ("read_id", "time", "camera", "source", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of the reads goes onto the map, and ``told`` in words; ``moving`` whether it changes with the view."""

    cameras: list[Camera] = field(default_factory=list)
    points: Points = field(default_factory=Points)
    cells: list[Cell] = field(default_factory=list)
    heat: Heat = field(default_factory=Heat)
    told: str = ""
    moving: bool = False


class Crowd:
    """Reads that were found, sorted by time and laid on the plane once; drawn in milliseconds as often as asked.

    ``reads`` has ``read_id``, ``time`` (UTC), ``camera``, ``source``, ``latitude``, ``longitude`` (degrees) and
    ``plate`` or ``vehicle``. Reads without a place are counted in ``unplaced`` and drawn nowhere.
    """

    def __init__(self, reads: pl.DataFrame, zone: str) -> None:
        plate = "vehicle" if "vehicle" in reads.columns else "plate"
        self.zone = zone
        self._reads = on_plane(reads.select(*_COLUMNS, plate)).sort("time")
        self.unplaced = len(reads) - len(self._reads)
        self._fixed = standing(self._reads)
        self._moves = ~pl.col("camera").is_in(self._fixed["camera"].to_list()).fill_null(value=False)

    def __len__(self) -> int:
        return len(self._reads)

    def within(self, window: Window | None) -> pl.DataFrame:
        """The reads of a window, in the order of time; all of them without one."""
        if window is None:
            return self._reads
        first, last = (self._reads["time"].search_sorted(moment, side="left") for moment in window)
        return self._reads.slice(first, last - first)

    def bounds(self) -> Bounds | None:
        """South, west, north and east of all reads, degrees."""
        if not len(self._reads):
            return None
        up, across = self._reads["latitude"], self._reads["longitude"]
        return around(((float(up.min()), float(across.min())), (float(up.max()), float(across.max()))))  # type: ignore[arg-type]

    def drawn(self, sight: Sight | None, window: Window | None = None, form: str = FORMS[0], chosen: str = "") -> Drawn:
        """What stands on the map for this view: nothing of hexagons and heat before the map said what it shows."""
        reads = self.within(window)
        told = _told(len(reads), len(self._reads))
        if form == "automatic" and 0 < len(self._fixed) <= STANDING:
            fixed = self._cameras(reads.filter(~self._moves), chosen)
            moving = reads.filter(self._moves)
            return self._with(moving, form_for(len(moving)), sight, fixed, told)
        return self._with(reads, form_for(len(reads), form), sight, [], told)

    def _cameras(self, reads: pl.DataFrame, chosen: str) -> list[Camera]:
        """Each camera that stands still, with a count or, where it has no read in this window, as a camera alone."""
        seen = self._fixed if len(reads) == self._fixed["count"].sum() else standing(reads)
        idle = self._fixed.join(seen, on="camera", how="anti").select("camera", "latitude", "longitude", "source")
        silent = [
            Camera(name, up, across, text=f"{name}\nno read in this time", source=source, counted=False)
            for name, up, across, source in idle.iter_rows()
        ]
        return [*silent, *cameras(seen, self.zone, chosen)]

    def _with(self, reads: pl.DataFrame, kind: str, sight: Sight | None, fixed: list[Camera], told: str) -> Drawn:
        if kind in {"reads", "clusters"}:
            each = points(reads, self.zone, clustered=kind == "clusters")
            return Drawn(fixed, each, told=f"{told} {_HOW[kind] if len(each) else ''}".strip())
        make: Callable[[pl.DataFrame, Sight], object] = cells if kind == "hexagons" else heat
        made = make(reads, sight) if sight is not None else None
        return Drawn(
            fixed,
            cells=made if isinstance(made, list) else [],
            heat=made if isinstance(made, Heat) else Heat(),
            told=f"{told} {_HOW[kind]}",
            moving=True,
        )


_HOW = {
    "reads": "Each point is one read.",
    "clusters": "Reads that lie close together are gathered in a cluster: zoom in to part them.",
    "hexagons": "Each hexagon is counted: zoom in for smaller ones.",
    "heat": "Warm places have many reads.",
}


def _told(shown: int, total: int) -> str:
    return f"{plural(total, 'read')} on the map." if shown == total else f"{shown:,} of {plural(total, 'read')} shown."
