"""Any number of reads on a view (464.7(d)): drawn by their number, anew when the map or the time window moves."""

from __future__ import annotations

import polars as pl
import traitlets as t

from workbench.mapping.amount import FORMS
from workbench.mapping.crowd import Crowd, Window
from workbench.mapping.layers import Camera
from workbench.mapping.sight import Sight
from workbench.ui.map.view import FoliumView


class ReadsLayer(t.HasTraits):
    """Keeps a view's cameras, points, hexagons and heat in step with the reads, the window, the form and the choice.

    ``told`` says in words what is drawn. ``window`` is (start, end) in UTC or None for all.
    """

    form = t.Enum(FORMS, FORMS[0])
    window = t.Any(None, allow_none=True)
    camera = t.Unicode()
    """The camera that is marked as chosen; empty for none."""
    told = t.Unicode()
    known: t.List[Camera] = t.List(t.Instance(Camera))
    """Cameras that stand on the map whether they have reads or not."""

    def __init__(self, view: FoliumView, zone: str) -> None:
        super().__init__()
        self._view, self._zone = view, zone
        self._sight: Sight | None = None
        self._moving = False
        self.crowd: Crowd | None = None
        view.on_sight(self._moved)
        self.observe(self._again, ["form", "window", "camera", "known"])

    def show(self, reads: pl.DataFrame | None, *, fit: bool = True) -> None:
        """Draw these reads (see ``Crowd``), or none; all of their time is shown."""
        self.crowd = None if reads is None or not len(reads) else Crowd(reads, self._zone)
        with self.hold_trait_notifications():
            self.window, self.camera = None, ""
        self.draw()
        if fit and self.crowd and (bounds := self.crowd.bounds()):
            self._view.fit(bounds)

    def draw(self) -> None:
        """Bring the view up to date."""
        if self.crowd is None:
            self._view.clear()
            self._view.show(cameras=self.known)
            self.told = "No read is on the map."
            return
        window: Window | None = self.window
        drawn = self.crowd.drawn(self._sight, window, self.form, self.camera)
        with_reads = {each.id for each in drawn.cameras}
        idle = [each for each in self.known if each.id not in with_reads]
        self._view.show(cameras=[*idle, *drawn.cameras], points=drawn.points, cells=drawn.cells, heat=drawn.heat)
        self._moving, self.told = drawn.moving, drawn.told

    def _again(self, _change: object) -> None:
        self.draw()

    def _moved(self, sight: Sight) -> None:
        self._sight = sight
        if self._moving:
            self.draw()
