"""The partial-plate notebook (464.7(d), 464.5): the search, and one of its vehicles by itself in a tab beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from workbench.mapping.assets import Assets, installed
from workbench.policy.caller import Realm
from workbench.ui.parts import Panel, panel
from workbench.ui.review.one import one_read
from workbench.ui.search.crops import CropsModel
from workbench.ui.search.model import SearchModel
from workbench.ui.search.page_images import PageImages
from workbench.ui.search.view import TITLE, SearchPanel
from workbench.ui.tracing import Finder, tracing
from workbench.ui.vehicle.drawer import Drawer
from workbench.ui.work import spawn_where_it_runs

Clock = Callable[[], datetime]


class PartialPlatePanel(Panel):
    """The search in a drawer: a vehicle that was found opens beside it, under the same purpose."""

    def __init__(self, client: Finder, model: SearchModel, assets: Assets, clock: Clock) -> None:
        live = model.me.realm is Realm.LIVE  # generated reads of the training store have no image
        one = one_read(client, model.me, clock)
        crops = CropsModel(model, client.reviews) if live else None
        images = PageImages(model, client.reviews) if live else None
        self.search = SearchPanel(model, assets, look_at=self._look_at, one=one, crops=crops, images=images)
        self.drawer = Drawer("Search", self.search, client, model.me, assets, clock)
        super().__init__(TITLE, [self.drawer])

    def _look_at(self, plate: str) -> None:
        self.drawer.look_at(plate, *self.search.model.window())


def app(client: Finder | None = None, assets: Assets | None = None) -> Panel:
    """The panel of the partial-plate notebook; without a client, the one of this session."""

    def now() -> datetime:
        return datetime.now(UTC)

    def build() -> Panel:
        speaker: Finder = client or tracing()
        made = PartialPlatePanel(speaker, SearchModel(speaker, speaker.me(), now), assets or installed(), now)
        spawn_where_it_runs(partial(made.search.found.map.stand, speaker.cameras))
        return made

    return panel(TITLE, build)
