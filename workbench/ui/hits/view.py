"""The panel of hits (464.7(g)): a queue that follows new ones, one hit in full, what is said of it, and the map."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.mapping.assets import Assets, installed
from workbench.ui.hits.chime import Chime
from workbench.ui.hits.detail import history, recorded, sides, top
from workbench.ui.hits.follow import Follower
from workbench.ui.hits.form import ResultForm
from workbench.ui.hits.map import cameras
from workbench.ui.hits.model import HitsModel, counted
from workbench.ui.hits.picture import Picture, PictureView
from workbench.ui.hits.tables import hit_columns, table
from workbench.ui.hits.words import RESULTS, UNDO
from workbench.ui.map import FoliumView, MapTable, reads_map
from workbench.ui.parts import Head, NoticeBox, Panel, Status, button, markup, panel, row, session
from workbench.ui.parts import link as leading
from workbench.ui.port import HitDesk
from workbench.ui.table import DataTable
from workbench.ui.work import spawn

TITLE = "Hits"
_PERIODS = [("24 hours", 1), ("7 days", 7), ("30 days", 30), ("All that is kept", 0)]
_KEYS = "".join(result.key for result in RESULTS) + UNDO
_EMPTY = "No hit here. A hit appears within a second or two once a read of a listed plate comes in."


class HitsPanel(Panel):
    """Everything that is shown follows the model and the follower."""

    def __init__(self, model: HitsModel, assets: Assets) -> None:
        self.model, self.follower = model, Follower(model)
        self.head = Head(model.me, model.purpose)
        self.status, self.news = Status(), Status()
        self.notices, self.ended = NoticeBox(self.look), NoticeBox(self.follow, "Follow again")
        self.queue = DataTable(hit_columns(model.zone), "Hits, those to verify first", "hit", height="46vh")
        self.queue.letters, self.queue.letters_told = _KEYS, "1 to 6 say what became of it, z takes it back"
        self.queue.empty = _EMPTY
        self.map = FoliumView(
            reads_map(assets, drawing=False),
            height="max(300px, calc(100vh - 570px))",
            label="Map of hits by camera",
            counting="hits",
        )
        self.detail, self.sides, self.history = (markup("", "alpr-hit") for _ in range(3))
        self.picture = PictureView(Picture(model))
        self.record = markup("", "alpr-record")
        self.form = ResultForm(model, self._run, self.queue.grasp)
        self.newer = button("Newer", lambda: self._run(model.newer()))
        self.older = button("Older", lambda: self._run(model.older()))
        self.chime = Chime()
        self.listed = MapTable(self.map)
        under = (row(self.listed.switch), self.listed)
        left = w.VBox([self.queue, row(self.newer, self.older), self.map, *under, self.sides])
        right = w.VBox([self.detail, self.picture, self.form, self.history])
        split = w.Box([left, right])
        split.add_class("alpr-split")
        split.add_class("alpr-hits")
        super().__init__(
            TITLE,
            [
                self.head,
                self._filters(),
                self.notices,
                self.ended,
                row(self.status, self.news, look="alpr-between"),
                split,
                self.record,
            ],
        )
        self._wire()

    def _filters(self) -> w.Widget:
        self.state = w.ToggleButtons(description="State", options=[("All", "")], value="")
        self.state.style.button_width = "auto"
        self.days = w.Dropdown(description="Read within", options=_PERIODS)
        self.hotlist = w.Text(description="List", placeholder="every list", continuous_update=False)
        self.days.layout.width, self.hotlist.layout.width = "150px", "200px"
        self.on = w.ToggleButton(description="Following", value=False, icon="")
        self.on.layout.width = "auto"
        lists = [leading("Hotlists", notebook="hotlists.ipynb")] if "hotlist" in self.model.me.operations else []
        card = row(self.state, self.days, self.hotlist, self.on, self.chime, button("Look again", self.look), *lists)
        card.add_class("alpr-card")
        return card

    def _wire(self) -> None:
        model, follower = self.model, self.follower
        link((model, "days"), (self.days, "value"))
        link((model, "hotlist"), (self.hotlist, "value"))
        self._filling = self._fitted = False
        self.state.observe(self._narrow, "value")
        for field in (self.days, self.hotlist):
            field.observe(lambda _change: self.look(), "value")
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self.head.renew, ["status", "busy", "trouble", "head"])
        model.observe(self._queued, ["hits", "counts"])
        model.observe(self._shown, ["hits", "chosen"])
        self.queue.observe(self._row, "chosen")
        self.queue.on_key(self._key)
        self.map.on_camera(self._camera)
        self.on.observe(self._switch, "value")
        follower.observe(self._followed, ["on", "lost", "trouble"])
        follower.observe(self._news, "told")
        link((follower, "rung"), (self.chime, "rung"))
        self._queued()
        self._shown()
        self._told()
        self._followed()

    def look(self) -> None:
        """Look at the hits anew."""
        self._run(self.model.look())

    def follow(self) -> None:
        """Look, and follow what is new."""
        self._run(self.follower.run())

    def _run(self, job: Coroutine[Any, Any, None]) -> None:
        spawn(job)

    def _narrow(self, change: dict[str, Any]) -> None:
        if not self._filling and change["new"] is not None:
            self.model.state = change["new"]
            self.look()

    def _switch(self, change: dict[str, Any]) -> None:
        if change["new"] and not self.follower.on:
            self.follow()
        elif not change["new"] and self.follower.on:
            self.follower.stop()

    def _followed(self, _change: object = None) -> None:
        follower = self.follower
        self.on.value = follower.on
        self.on.description = "✓ Following new hits" if follower.on else "Follow new hits"
        self.on.tooltip = "New hits appear by themselves; press to stop" if follower.on else "Let new hits appear"
        self.ended.show(follower.trouble)
        if follower.lost:
            self.news.say("The data service can't be reached; new hits are asked for again in a moment.", busy=True)
        elif follower.on and not follower.told:
            self.news.say("New hits appear by themselves.")
        elif not follower.on:
            self.news.say("New hits do not appear by themselves.")

    def _news(self, change: dict[str, str]) -> None:
        if change["new"]:
            self.news.say(change["new"])
        else:
            self._followed()

    def _told(self, _change: object = None) -> None:
        model = self.model
        self.status.say(model.status, model.busy)
        self.notices.show(model.trouble)
        self.newer.layout.display = "" if model.has_newer else "none"
        self.older.layout.display = "" if model.has_older else "none"

    def _queued(self, _change: object = None) -> None:
        model = self.model
        self._states()
        hours = model.head.stale_hours if model.head else 0
        chosen = model.chosen
        self._filling = True
        self.queue.refill(table(model.hits, hours, model.clock()) if model.hits else pl.DataFrame())
        self.queue.choose(chosen)
        self._filling = False
        self.record.value = recorded(model.head)

    def _states(self) -> None:
        options = [(f"{label} {count:,}", value) for value, label, count in counted(self.model.counts)]
        if self.model.state not in {value for _, value in options}:
            options.append(("None here", self.model.state))
        self._filling = True
        self.state.options = options
        self.state.value = self.model.state
        self._filling = False

    def _row(self, change: dict[str, Any]) -> None:
        if not self._filling and change["new"]:
            self.model.chosen = change["new"]

    def _key(self, key: str, row: str) -> None:
        self.model.chosen = row
        self._run(self.model.press(key))

    def _camera(self, name: str) -> None:
        here = [hit for hit in self.model.hits if hit.camera == name]
        if here:
            self.model.chosen = str(here[0].hit)

    def _shown(self, _change: object = None) -> None:
        model, hit = self.model, self.model.hit()
        hours = model.head.stale_hours if model.head else 0
        self.detail.value, self.sides.value = top(hit), sides(hit, hours, model.clock(), model.zone)
        self.history.value = history(hit, model.zone)
        if self.queue.chosen != model.chosen:
            self.queue.choose(model.chosen)
        self.map.show(cameras=cameras(model.hits, hit, model.zone), fit=bool(model.hits) and not self._fitted)
        self._fitted = self._fitted or bool(model.hits)


def app(client: HitDesk | None = None, assets: Assets | None = None) -> Panel:
    """The panel of the hits notebook, following; without a client, this session's."""

    def build() -> Panel:
        speaker: HitDesk = client or session()
        made = HitsPanel(HitsModel(speaker, speaker.me(), lambda: datetime.now(UTC)), assets or installed())
        made.follow()
        return made

    return panel(TITLE, build)
