"""The one-vehicle panel (464.7(d), 464.5): form, tabs and map; each tab is a look with a record of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import ipywidgets as w

from workbench.mapping.assets import Assets, installed
from workbench.mapping.crowd import Crowd
from workbench.mapping.stops import stops
from workbench.ui.map import Camera, FoliumView, MapTable, reads_map
from workbench.ui.parts import Panel, heading, markup, panel, row
from workbench.ui.review.beside import Beside
from workbench.ui.review.one import OneReadModel, one_read
from workbench.ui.tabs import Tabs
from workbench.ui.tracing import Finder, tracing
from workbench.ui.vehicle.form import VehicleForm
from workbench.ui.vehicle.looks import LookView
from workbench.ui.vehicle.model import PLACES, TRACK, VehicleModel
from workbench.ui.vehicle.panes import BEFORE, LOOK_OF, choices, panes
from workbench.ui.vehicle.places import scored
from workbench.ui.vehicle.track_view import TrackPane
from workbench.ui.words import plural
from workbench.ui.work import spawn

TITLE = "One vehicle"
_HEIGHT = "max(420px, calc(100vh - 370px))"
_LEAD = "A read is a lead: confirm the plate with the image before you act on it."


class VehicleView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The form, the tabs and the map; everything that is shown follows the model.

    ``one``, where it is given, looks at the read of the track that is pointed at.
    """

    def __init__(self, model: VehicleModel, assets: Assets, one: OneReadModel | None = None) -> None:
        self.model = model
        self.map = FoliumView(reads_map(assets, drawing=False), height=_HEIGHT, label="Map of one vehicle's reads")
        self.form = VehicleForm(model, self.go)
        self.track = TrackPane(model, self.choose)
        again = partial(self._open, TRACK)
        track = LookView(model.looks[TRACK], model.zone, again, self.track, self.track.fill, self.track.wipe)
        self.panes = panes(model, self.choose)
        self.tabs = Tabs("Looks at the vehicle", {"track": ("Track", track), **self.panes})
        self.choices = choices(model, self.choose)
        self.before = markup(BEFORE)
        self.listed = MapTable(self.map)
        right = w.VBox([self.map, row(self.listed.switch), self.listed])
        self.split = w.Box([w.VBox([self.tabs, self.before]), right])
        self.split.add_class("alpr-split")
        self.one = Beside(one, model.pointed, model.step) if one else None
        self.beneath = w.VBox([self.one] if self.one else [])
        super().__init__([self.form, self.choices, self.split, self.beneath])
        if self.one:
            self.one.hear(self.track.table, self._stop)
            model.observe(self.one.follow, ["spot", "question"])
        self.tabs.heads.observe(self._turned, "chosen")
        self.map.on_stop(self._stop)
        model.observe(self._asked, "question")
        model.observe(partial(self.draw, fit=True), "brush")
        model.observe(partial(self.draw, fit=False), ["spot", "place"])
        model.looks[TRACK].observe(self._answered, "answered")
        model.looks[PLACES].observe(partial(self.draw, fit=True), "answered")
        self._asked()

    def go(self) -> None:
        """Start the look beside the screen."""
        spawn(self.model.go())

    def choose(self, plate: str) -> None:
        """Look at one of the vehicles that are listed."""
        if plate:
            self.tabs.heads.chosen = "track"
            spawn(self.model.choose(plate))

    def _open(self, name: str) -> None:
        spawn(self.model.open(name))

    def _asked(self, _change: object = None) -> None:
        question = self.model.question
        picking = question is not None and self.model.picking
        self.choices.layout.display = "" if picking else "none"
        self.split.layout.display = "none" if picking else ""
        self.tabs.heads.off = question is None
        self._beneath()
        self.before.layout.display = "" if question is None else "none"
        self.draw(fit=False)

    def _answered(self, _change: object) -> None:
        self.draw(fit=True)
        if self.model.looks[TRACK].answered is not None and self.tabs.heads.chosen != "track":
            self._open(LOOK_OF[self.tabs.heads.chosen])

    def _turned(self, change: dict[str, str]) -> None:
        if self.model.question is not None:
            self._open(LOOK_OF[change["new"]])
        self._beneath()
        self.draw(fit=True)

    def _beneath(self) -> None:
        """The read that is pointed at stands under its track alone."""
        on_track = self.model.question is not None and self.tabs.heads.chosen == "track"
        self.beneath.layout.display = "" if on_track else "none"

    def _stop(self, read_id: str) -> None:
        self.model.spot = read_id

    def draw(self, _change: object = None, *, fit: bool) -> None:
        """Put the track on the map, or the places frequented where these are looked at."""
        model = self.model
        if self.tabs.heads.chosen in ("places", "hours") and model.looks[PLACES].answered is not None:
            self.map.counting = "days"
            self.map.show(cameras=self._places(), stops=[], track=[], fit=fit)
            return
        self.map.counting = "reads"
        track = model.track()
        if track.is_empty():
            self.map.show(cameras=[], stops=[], track=[])
            return
        placed, line = stops(track, model.spot, model.zone)
        self.map.show(cameras=Crowd(track, model.zone).drawn(None).cameras, stops=placed, track=line, fit=fit)

    def _places(self) -> list[Camera]:
        answered = self.model.looks[PLACES].answered
        if answered is None:
            return []
        rows = scored(answered.frame, int(answered.head.extra.get("days") or 0)).drop_nulls(["latitude", "longitude"])
        return [
            Camera(
                row["place"],
                row["latitude"],
                row["longitude"],
                count=row["days"],
                text=f"{row['place']}\nscore {row['score']:.0f}: read there on {plural(row['days'], 'day')}",
                chosen=row["place"] == self.model.place,
            )
            for row in rows.iter_rows(named=True)
        ]


class VehiclePanel(Panel):
    """The one-vehicle notebook's panel."""

    def __init__(self, model: VehicleModel, assets: Assets, one: OneReadModel | None = None) -> None:
        self.model = model
        self._head = w.Box([heading(model.me, model.purpose())])
        self.view = VehicleView(model, assets, one)
        lead = row(markup(f"<span>{_LEAD}</span>", "alpr-lead"))
        super().__init__(TITLE, [self._head, lead, self.view])
        model.observe(self._told, "question")

    def _told(self, _change: object) -> None:
        self._head.children = (heading(self.model.me, self.model.purpose()),)


def app(
    client: Finder | None = None, assets: Assets | None = None, clock: Callable[[], datetime] | None = None
) -> Panel:
    """The panel of the one-vehicle notebook; without a client, the one of this session."""

    def build() -> Panel:
        speaker: Finder = client or tracing()
        now = clock or (lambda: datetime.now(UTC))
        me = speaker.me()
        return VehiclePanel(VehicleModel(speaker, me, now), assets or installed(), one_read(speaker, me, now))

    return panel(TITLE, build)
