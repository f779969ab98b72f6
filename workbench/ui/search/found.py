"""What a search brought: vehicles and reads, linked with the map, the records named under them (464.5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w
import polars as pl

from workbench.mapping.stops import stops
from workbench.prose.shown import escape
from workbench.ui.map import FoliumView, ReadsOnMap, Shape
from workbench.ui.parts import button, markup, row
from workbench.ui.search.model import SearchModel
from workbench.ui.search.records import recorded
from workbench.ui.search.results import vehicles
from workbench.ui.search.shown import Change, same_answer
from workbench.ui.search.tables import order_columns, read_columns, vehicle_columns
from workbench.ui.search.timeline import SearchTimeline
from workbench.ui.search.why import Likely
from workbench.ui.table import DataTable
from workbench.ui.words import local, plural

_BEFORE = (
    "Nothing searched yet. Type what was seen of the plate, ? for each character that was not and * for a run of them, "
    "and press Enter. 7?BR4* asks for 7, one unknown character, BR4, and whatever follows; 7[AX]B for 7AB or 7XB; ~8 "
    "for 8 or what is taken for it, as B."
)

_NARROWED = "None of the reads found is of this time and camera: show all of it again to see them."
_REJECTED = "Every read here was rejected on review, as no plate, and is no vehicle: see them under Reads."

AREA = "Area"
"""What the searched area is called on the map."""


class FoundView(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the model's answer; ``go`` searches again after a one-click loosening.

    ``look_at``, where it is given, opens a plate's vehicle by itself. ``pages`` takes what stands under the table,
    ``image`` gives the address of a read's photograph where one is shown.
    """

    def __init__(
        self,
        model: SearchModel,
        map_view: FoliumView,
        go: Callable[[], None],
        look_at: Callable[[str], None] | None = None,
    ) -> None:
        self._model, self._go, self._look_at = model, go, look_at
        self.map = ReadsOnMap(map_view, model.zone)
        self._letters = self._letters_told = ""
        self.mode = w.ToggleButtons(options=[("Vehicles", "vehicles"), ("Reads", "reads")], value="vehicles")
        self.mode.style.button_width = "96px"
        self.tags = w.Box()
        self.table = DataTable(vehicle_columns(None, model.zone), "Vehicles found", "vehicle", height="340px")
        self.table.empty = _BEFORE
        self.table.action = "to open the vehicle by itself" if look_at else ""
        self.ways = w.VBox()
        self.order_head = markup("", "alpr-order")
        self.order = DataTable(order_columns(model.zone), "Reads in the order of time", "read_id", height="260px")
        self.order.layout.display = "none"
        self.record = markup("", "alpr-record")
        self.timeline = SearchTimeline(model)
        self.likely = markup("", "alpr-told")
        self.under = w.VBox()
        self.pages = w.VBox()
        self.image: Callable[[str], str] = lambda _read: ""
        listed = [self.likely, self.table, self.pages, self.ways, self.order_head, self.order, self.under]
        split = w.Box([w.VBox([row(self.mode, self.tags), self.timeline, *listed]), self.map])
        split.add_class("alpr-split")
        self.beneath = w.VBox()
        super().__init__([split, self.beneath, self.record])
        self._wire()

    def _wire(self) -> None:
        self._model.observe(self._answered, "shown")
        self._model.observe(self._narrowed, "camera")
        self._model.observe(self._timed, "brush")
        self._model.observe(self._followed, "vehicle")
        self._model.observe(self._pointed, "spot")
        self.mode.observe(self._fill, "value")
        self.table.observe(self._row, "chosen")
        self.table.observe(self._opened, "opened")
        self.order.observe(lambda change: self._point(change["new"]), "chosen")
        view = self.map.view
        view.on_camera(self._camera)
        view.on_stop(self._point)
        view.on_point(self._alone)
        self.draw(fit=False)

    def _answered(self, change: Change) -> None:
        model, reads = self._model, self._model.reads
        self.map.show(reads, camera=model.camera, window=model.brush)
        self._fill(anew=not same_answer(change))
        self._order()
        self._loosen()
        head = self._model.head
        self.record.value = "" if head is None else recorded(head, self._model.zone)
        self.draw(fit=not same_answer(change))

    def _fill(self, _change: object = None, *, anew: bool = False) -> None:
        """Show what the answer is narrowed to; another answer (``anew``) is sorted as it came."""
        show = self.table.show if anew else self.table.refill
        self.table.empty = self._nothing()
        reads, shown, zone = self._model.narrowed(), self._model.shown, self._model.zone
        pattern = shown.asked.pattern if shown else None
        likely = Likely.of(shown.head, shown.reads) if shown else None
        self.likely.value = f"<div>{escape(likely.title())}</div>" if likely and not likely.even else ""
        vehicles_shown = self.mode.value == "vehicles"
        self.table.letters, self.table.letters_told = (
            ("", "") if vehicles_shown else (self._letters, self._letters_told)
        )
        if vehicles_shown:
            self.table.caption = "Vehicles found"
            self.table.shape(vehicle_columns(pattern, zone, likely), "vehicle")
            show(vehicles(reads) if len(reads) else pl.DataFrame())
            self.table.choose(self._model.vehicle)
            return
        self.table.caption = "Reads found"
        self.table.shape(read_columns(pattern, zone, likely, self.image), "read_id")
        show(reads, "time", descending=True)
        self.table.choose(self._model.spot)

    def _loosen(self) -> None:
        reads = self._model.reads
        if reads is None or len(reads):
            self.ways.children = ()
            return
        ways = [button(way.label, partial(self._again, way.apply)) for way in self._model.loosenings()]
        hint = markup("<p>The plate may have been misread, or passed no camera. One click asks for more:</p>")
        self.ways.children = (hint, row(*ways)) if ways else ()

    def _nothing(self) -> str:
        """Why the table is empty, where it is."""
        reads = self._model.reads
        if reads is None:
            return _BEFORE
        if reads.is_empty():
            where = "and area" if self._model.use_area else "at any camera"
            return f"No read fits this pattern in this window {where}."
        of_vehicles = self.mode.value == "vehicles" and len(self._model.narrowed())
        return _REJECTED if of_vehicles else _NARROWED

    def _again(self, loosen: Callable[[], None]) -> None:
        loosen()
        self._go()

    def _row(self, change: dict[str, Any]) -> None:
        reads, name = self._model.reads, change["new"]
        if not name or reads is None:
            return
        if self.mode.value == "vehicles":
            self._model.vehicle = name
            return
        self._alone(name)

    def _alone(self, read_id: str) -> None:
        """Follow the vehicle of one read, and point at it there."""
        reads = self._model.reads
        own = None if reads is None else reads.filter(pl.col("read_id") == read_id)
        if own is not None and len(own):
            self._model.vehicle = own["vehicle"][0]
            self._model.spot = read_id

    def hear_keys(self, letters: str, told: str, call: Callable[[str], None]) -> None:
        """Let these keys, pressed on a read in a table, point at it and call."""

        def pressed(letter: str, read_id: str) -> None:
            self._point(read_id)
            call(letter)

        self._letters, self._letters_told = letters, told
        self.order.letters, self.order.letters_told = letters, told
        for table in (self.order, self.table):
            table.on_key(pressed)

    def _opened(self, _change: object = None) -> None:
        if self._look_at is not None and self._model.vehicle:
            self._look_at(self._model.vehicle)

    def _point(self, read_id: str) -> None:
        if read_id:
            self._model.spot = read_id

    def _pointed(self, _change: object) -> None:
        for table in (self.order, self.table) if self.mode.value == "reads" else (self.order,):
            table.choose(self._model.spot)
        self.draw(fit=False)

    def _followed(self, _change: object) -> None:
        if not self._model.is_followed():
            self._model.spot = ""
        if not self._model.vehicle:
            self.table.choose_none()
        self._tag()
        self._order()
        self.draw(fit=True)

    def _order(self) -> None:
        vehicle, reads = self._model.vehicle, self._model.reads
        shown = bool(vehicle) and reads is not None
        self.order.layout.display = "" if shown else "none"
        if not shown or reads is None:
            self.order_head.value = ""
            self.order.show(pl.DataFrame())
            return
        own = self._model.followed()
        count = plural(len(own), "read")
        if self._model.brush:
            count = f"{len(own):,} of {plural(len(reads.filter(pl.col('vehicle') == vehicle)), 'read')}"
        self.order_head.value = (
            f"<p><b>{escape(vehicle)}: {count} in the order of time.</b> "
            "Press one to find it on the map; the line there joins reads and is not a route.</p>"
        )
        self.order.refill(own)
        self.order.choose(self._model.spot)

    def _timed(self, _change: object) -> None:
        self._tag()
        self._fill()
        self._order()
        self.draw(fit=False)

    def _narrowed(self, _change: object) -> None:
        self._tag()
        self._fill()
        self.draw(fit=False)

    def _camera(self, name: str) -> None:
        self._model.camera = "" if self._model.camera == name else name

    def _tag(self) -> None:
        model, tags = self._model, []
        if model.vehicle and self._look_at is not None:
            tags.append(button(f"Open {model.vehicle} by itself", self._opened, main=True))
        if model.vehicle:
            tags.append(button(f"✕ {model.vehicle}", model.follow_none, title="Stop following this plate"))
        if model.camera:
            tags.append(button(f"✕ at {model.camera}", model.every_camera, title="Show every camera"))
        if model.brush:
            first, last = (local(time, model.zone) for time in model.brush)
            tags.append(button(f"✕ {first} to {last}", model.whole_time, title="Show the whole time"))
        self.tags.children = (row(*tags),) if tags else ()

    def draw(self, *, fit: bool) -> None:
        """Put the followed plate's stops and the searched area over the reads on the map; ``fit`` moves the view."""
        model, area = self._model, self._model.area()
        followed = model.followed()
        placed, track = stops(followed, model.spot, model.zone) if len(followed) else ([], [])
        self.map.view.shapes = [Shape(AREA, area)] if area else []
        self.map.narrow(camera=model.camera, window=model.brush)
        self.map.follow(placed, track)
        if fit:
            self.map.fit()
