"""The partial-plate panel (464.7(d), 464.5): form, notices, linked table and map, the records under them."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from workbench.mapping.assets import Assets
from workbench.ui.map import FoliumView, Shape, reads_map
from workbench.ui.parts import NoticeBox, Panel, heading, markup, row
from workbench.ui.review.one import OneReadModel
from workbench.ui.running import RunningLine
from workbench.ui.search.chosen import Chosen
from workbench.ui.search.crops import CropsModel
from workbench.ui.search.crops_view import CropsView
from workbench.ui.search.form import SearchForm
from workbench.ui.search.found import AREA, FoundView
from workbench.ui.search.model import FIELDS, SearchModel
from workbench.ui.search.page_images import PageImages
from workbench.ui.search.page_images_view import PageImagesView
from workbench.ui.search.saved import SavedModel
from workbench.ui.search.saved_view import SavedView
from workbench.ui.taking import TakingView
from workbench.ui.work import spawn
from workbench.wire.search import Circle

TITLE = "Search by a partial plate"
_HEIGHT = "max(420px, calc(100vh - 400px))"
"""As high as the page allows below the form."""
_LEAD = "A read is a lead: confirm the plate with the image before you act on it."


class SearchPanel(Panel):
    """The whole search: everything that is shown follows the model; ``inside`` another panel it has no head.

    ``look_at``, where it is given, opens a plate's vehicle by itself; ``one`` looks at the chosen read and reviews it,
    ``crops`` at the plates of a followed vehicle's reads side by side, ``images`` at the photographs of a page.
    """

    def __init__(
        self,
        model: SearchModel,
        assets: Assets,
        *,
        inside: bool = False,
        look_at: Callable[[str], None] | None = None,
        one: OneReadModel | None = None,
        crops: CropsModel | None = None,
        images: PageImages | None = None,
    ) -> None:
        self.model = model
        self.map = FoliumView(
            reads_map(assets), height=_HEIGHT, label="Map of reads by camera", tools=["circle"], most=1, stem=AREA
        )
        self.form = SearchForm(model, self.go, self._draw)
        self.saved = SavedView(SavedModel(model.desk, model))
        self.running = RunningLine(model.asking, model.told)
        self.status = self.running.status
        self._head = w.Box([heading(model.me, model.purpose())])
        self.notices = NoticeBox(self.go, "Search again")
        self.found = FoundView(model, self.map, self.go, look_at)
        self.taking = TakingView(model.taking)
        self.one = Chosen(model, one, self.found) if one is not None else None
        self.found.under.children = (CropsView(crops),) if crops else ()
        if images is not None:
            self.found.image = images.image
            self.found.pages.children = (PageImagesView(images, self.found.table),)
        self.found.beneath.children = (self.one,) if self.one else ()
        if not inside:
            self.form.more.children += (self.saved.opener,)
        super().__init__(
            TITLE,
            [
                *([] if inside else [self._head]),
                self.form,
                *([] if inside else [self.saved]),
                self.notices,
                row(self.running, markup(f"<span>{_LEAD}</span>", "alpr-lead"), look="alpr-between"),
                self.found,
                self.taking,
            ],
        )
        self.map.on_shapes(self._drawn)
        model.observe(self._told, ["status", "busy", "trouble"])
        model.observe(self._say, ["shown", *FIELDS])
        model.observe(self._area, ["use_area", "latitude", "longitude", "radius_km"])

    def go(self) -> None:
        """Start the search beside the screen."""
        spawn(self.model.search())

    def _draw(self) -> None:
        self.map.tool = "circle"
        self.status.say("Click the centre of the area on the map, then its rim; Escape gives up.")

    def _drawn(self, shapes: tuple[Shape, ...]) -> None:
        area = shapes[0].area if shapes else None
        if not isinstance(area, Circle):
            self.model.use_area = False
            return
        self.model.take_area(area)
        self.status.say(f"The next search is limited to {self.model.radius_km:g} km around the centre drawn.")

    def _say(self, _change: object = None) -> None:
        self.running.follow()

    def _told(self, _change: object) -> None:
        self._say()
        trouble = self.model.trouble
        self.notices.show(None if trouble and trouble.kind == "form" else trouble)
        self._head.children = (heading(self.model.me, self.model.purpose()),)

    def _area(self, _change: object) -> None:
        self.found.draw(fit=False)
