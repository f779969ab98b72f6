"""The scene-canvass panel (464.7(d), 464.5): scenes and map, vehicles and timelines, and one vehicle by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import ipywidgets as w

from workbench.mapping import layers
from workbench.mapping.assets import Assets, installed
from workbench.mapping.stops import stops
from workbench.ui.canvass.form import CanvassForm
from workbench.ui.canvass.found import CanvassFound
from workbench.ui.canvass.model import FORM, CanvassModel
from workbench.ui.canvass.timelines import Timelines
from workbench.ui.map import FoliumView, ReadsOnMap, Shape, reads_map
from workbench.ui.parts import NoticeBox, Panel, heading, markup, panel, row
from workbench.ui.review.beside import Beside
from workbench.ui.review.one import one_read
from workbench.ui.running import RunningLine
from workbench.ui.search.results import in_order
from workbench.ui.taking import TakingView
from workbench.ui.tracing import Investigator, tracing
from workbench.ui.vehicle.drawer import Drawer, around
from workbench.ui.work import spawn, spawn_where_it_runs

TITLE = "Canvass scenes"
_HEIGHT = "max(380px, calc(100vh - 480px))"
_LEAD = "A read is a lead: confirm the plate with the image before you act on it."


class CanvassPanel(Panel):
    """Everything that is shown follows the model; a vehicle opens in a tab of its own under the same purpose."""

    def __init__(
        self, client: Investigator, model: CanvassModel, assets: Assets, clock: Callable[[], datetime]
    ) -> None:
        self.model, self._clock = model, clock
        sieve = model.sieve
        tools = ["circle", "rectangle", "polygon"]
        self.map = FoliumView(reads_map(assets), height=_HEIGHT, label="Map of scenes and cameras", tools=tools)
        self.drawn = ReadsOnMap(self.map, model.zone)
        self.form = CanvassForm(model, self.go)
        self.running = RunningLine(model.asking, model.told)
        self._head = w.Box([heading(model.me, model.purpose())])
        self.notices = NoticeBox(self.go, "Canvass again")
        self.found = CanvassFound(model, self.look_at)
        self.timelines = Timelines(model)
        self.taking = TakingView(model.taking)
        left = w.VBox([self.form, self.notices, self.running, self.found, self.taking])
        self.drawn.beside.children = (self.timelines,)
        one = one_read(client, model.me, clock)
        self.one = Beside(one, sieve.pointed, sieve.step) if one else None
        split = w.Box([left, self.drawn])
        split.add_class("alpr-split")
        main = w.VBox([row(markup(f"<span>{_LEAD}</span>", "alpr-lead")), split, *([self.one] if self.one else [])])
        self.drawer = Drawer("Canvass", main, client, model.me, assets, clock)
        super().__init__(TITLE, [self._head, self.drawer])
        self._drawing = False
        self.map.on_shapes(self._drawn)
        self.map.on_stop(self._stop)
        if self.one:
            self.one.hear(self.found.order, self._stop)
            sieve.observe(self.one.follow, ["spot", "shown"])
        model.asking.observe(self._told, ["busy", "trouble"])
        model.observe(self._asked, list(FORM))
        sieve.observe(self._answered, "shown")
        sieve.observe(partial(self._draw, fit=False), ["leave_out", "percent", "narrow", "scene", "brushes", "spot"])
        sieve.observe(partial(self._draw, fit=True), "vehicle")
        self._asked()

    def go(self) -> None:
        """Start the search beside the screen."""
        spawn(self.model.search())

    def look_at(self, plate: str) -> None:
        """Look at one vehicle by itself, around the time of the scenes."""
        shown = self.model.sieve.shown
        self.drawer.look_at(plate, *around(shown.spans if shown else (), self._clock(), self.model.me.window_days))

    def _asked(self, _change: object = None) -> None:
        self.running.follow()
        shapes = [shape for scene in self.model.scenes if (shape := scene.shape)]
        if list(self.map.shapes) == shapes:
            return
        self.map.shapes = shapes
        if not self._drawing and self.model.sieve.shown is None and (bounds := _bounds(shapes)):
            self.map.fit(bounds)  # to the scenes, not to every camera of the county

    def _drawn(self, shapes: tuple[Shape, ...]) -> None:
        self._drawing = True
        self.model.take_shapes(shapes)
        self._drawing = False

    def _told(self, _change: object) -> None:
        self.running.follow()
        trouble = self.model.asking.trouble
        self.notices.show(None if trouble and trouble.kind == "form" else trouble)
        self._head.children = (heading(self.model.me, self.model.purpose()),)

    def _answered(self, _change: object) -> None:
        shown = self.model.sieve.shown
        self.running.follow()
        if shown is not None:
            self.form.fold(folded=not shown.reads.is_empty())
        self._draw(fit=True)

    def _stop(self, read_id: str) -> None:
        self.model.sieve.spot = read_id

    def _draw(self, _change: object = None, *, fit: bool) -> None:
        sieve, zone = self.model.sieve, self.model.zone
        self.running.follow()
        reads = sieve.reads()
        followed = in_order(sieve.shown.reads, sieve.vehicle) if sieve.shown and sieve.vehicle else None
        self.drawn.show(reads)
        self.drawn.follow(*(([], []) if followed is None else stops(followed, sieve.spot, zone)))
        if fit and not reads.is_empty():
            self.drawn.fit()


def _bounds(shapes: Sequence[Shape]) -> layers.Bounds | None:
    corners = [shape.bounds() for shape in shapes]
    return layers.around(place for south, west, north, east in corners for place in ((south, west), (north, east)))


def app(client: Investigator | None = None, assets: Assets | None = None) -> Panel:
    """The panel of the canvass notebook; without a client, the one of this session."""

    def now() -> datetime:
        return datetime.now(UTC)

    def build() -> Panel:
        speaker: Investigator = client or tracing()
        made = CanvassPanel(speaker, CanvassModel(speaker, speaker.me(), now), assets or installed(), now)
        spawn_where_it_runs(partial(made.drawn.stand, speaker.cameras))
        return made

    return panel(TITLE, build)
