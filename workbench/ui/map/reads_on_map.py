"""A map of any number of reads, how they are drawn in words, another form for them, and the same as rows (464.7(d))."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import ipywidgets as w
import polars as pl

from workbench.errors import WorkbenchError
from workbench.mapping.crowd import Window
from workbench.mapping.layers import Camera, Place, Stop
from workbench.ui.map.map_table import MapTable
from workbench.ui.map.reads_layer import ReadsLayer
from workbench.ui.map.view import FoliumView
from workbench.ui.parts import markup, row
from workbench.ui.words import plural
from workbench.wire.programme_lists import Camera as Registered
from workbench.wire.programme_lists import KnownCameras

_FORMS = [
    ("by their number", "automatic"),
    ("as reads or clusters", "reads"),
    ("as hexagons with counts", "hexagons"),
    ("as heat", "heat"),
]


class ReadsOnMap(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """``view`` with a layer of reads under one vehicle's stops; ``beside`` takes what stands under the map."""

    def __init__(self, view: FoliumView, zone: str) -> None:
        self.view = view
        self.layer = ReadsLayer(view, zone)
        self.form = w.Dropdown(description="Draw the reads", options=_FORMS)
        self.form.layout.width = "210px"
        self.told = markup("", "alpr-unplaced")
        self.table = MapTable(view)
        self.beside = w.VBox()
        under = row(self.form, self.table.switch, look="alpr-between")
        super().__init__([view, self.told, under, self.table, self.beside])
        self.form.observe(self._formed, "value")
        self.layer.observe(self._tell, "told")

    async def stand(self, look: Callable[[], KnownCameras]) -> None:
        """Show where the cameras stand, as ``look`` tells; without an answer the map is as it was."""
        with suppress(WorkbenchError):
            found = await asyncio.to_thread(look)
            self.layer.known = [
                Camera(each.name, each.latitude, each.longitude, text=_told(each), source=each.source, counted=False)
                for each in found.cameras
            ]
            if self.layer.crowd is None:
                self.fit()

    def show(self, reads: pl.DataFrame | None, *, camera: str = "", window: Window | None = None) -> None:
        """Draw these reads, of which only those in ``window`` (UTC) are seen; ``camera`` is marked."""
        self.layer.show(reads, fit=False)
        self.narrow(camera=camera, window=window)
        self._tell()

    def narrow(self, *, camera: str, window: Window | None) -> None:
        """Mark this camera and show the reads of this time alone; nothing is laid anew."""
        with self.layer.hold_trait_notifications():
            self.layer.camera, self.layer.window = camera, window

    def follow(self, stops: list[Stop], track: list[Place]) -> None:
        """Draw one vehicle's reads in their order, over the others."""
        self.view.show(stops=stops, track=track)

    def fit(self) -> None:
        """Move the view to the vehicle that is followed, else to the reads, else to what else stands there."""
        crowd = self.layer.crowd
        bounds = self.view.reach() if self.view.track or crowd is None else crowd.bounds()
        if bounds := bounds or self.view.reach():
            self.view.fit(bounds)

    def _formed(self, _change: object) -> None:
        self.layer.form = self.form.value

    def _tell(self, _change: object = None) -> None:
        crowd = self.layer.crowd
        if crowd is None:
            self.told.value = ""
            return
        lost = f" {plural(crowd.unplaced, 'read')} without a place: in the table only." if crowd.unplaced else ""
        self.told.value = f"<p>{self.layer.told}{lost}</p>"


def _told(camera: Registered) -> str:
    return f"{camera.name}\n{camera.place}" if camera.place else camera.name
