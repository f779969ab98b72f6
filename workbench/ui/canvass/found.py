"""What a canvass brought (464.7(d)): vehicles ranked, those left out and why, reads; linked with map and timelines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w
import polars as pl
from traitlets import link

from workbench.prose.shown import escape
from workbench.ui.canvass.model import CanvassModel
from workbench.ui.canvass.tables import left_out_columns, read_columns, vehicle_columns
from workbench.ui.parts import button, markup, row
from workbench.ui.search.records import recorded
from workbench.ui.search.results import in_order
from workbench.ui.search.tables import order_columns
from workbench.ui.table import DataTable
from workbench.ui.words import plural

_BEFORE = (
    "Nothing asked yet. Give each scene a time and a place: draw a circle, a rectangle or a polygon on the map, or "
    "choose how to type it. Then press Canvass."
)
_NOBODY = (
    "No vehicle fits. Fewer scenes, a longer window, a wider area or less of the vehicle's looks find more; a read "
    "that doesn't tell a colour or make never fits one."
)
_ALL_OUT = "Everybody fits what is left out or narrowed away here: see Left out, or take the narrowing back."


class CanvassFound(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Follows the sieve; ``open_`` opens a vehicle by itself."""

    def __init__(self, model: CanvassModel, open_: Callable[[str], None]) -> None:
        self._model, self._sieve, self._open = model, model.sieve, open_
        self._filling = False
        sieve = model.sieve
        self.mode = w.ToggleButtons(options=[("Vehicles", "vehicles"), ("Left out", "left"), ("Reads", "reads")])
        self.mode.style.button_width = "112px"
        self.narrow = w.Text(
            description="Narrow to a partial plate", placeholder="7AB or 7?B*", continuous_update=False
        )
        self.narrow.layout.width = "180px"
        self.scene = w.Dropdown(description="Scene", options=[("All", 0)])
        self.scene.layout.width = "130px"
        self.leave_out = w.Checkbox(description="Leave out who is usually there", indent=False)
        self.percent = w.BoundedIntText(description="Usual from (% of days)", min=1, max=100)
        self.habits = row(self.leave_out, self.percent, look="alpr-inline")
        self.explained = markup("", "alpr-told")
        self.sifting = w.VBox([row(self.mode, self.narrow, self.scene), row(self.habits), self.explained])
        self.sifting.add_class("alpr-stack")
        self.table = DataTable(
            vehicle_columns(None, None, model.zone), "Vehicles around the scenes", "vehicle", height="400px"
        )
        self.table.action = "to open the vehicle by itself"
        self.table.empty = _BEFORE
        self.head = w.Box()
        self.order = DataTable(order_columns(model.zone), "Reads of the chosen vehicle", "read_id", height="240px")
        self.reads = w.VBox([self.head, self.order])
        self.record = markup("", "alpr-record")
        super().__init__([self.sifting, self.table, self.reads, self.record])
        for name, field in {"narrow": self.narrow, "leave_out": self.leave_out, "percent": self.percent}.items():
            link((sieve, name), (field, "value"))
        self.scene.observe(self._scene, "value")
        self.mode.observe(self._fill, "value")
        sieve.observe(self._answered, "shown")
        sieve.observe(self._fill, ["leave_out", "percent", "narrow", "scene", "brushes"])
        sieve.observe(self._followed, "vehicle")
        sieve.observe(self._pointed, "spot")
        self.table.observe(self._row, "chosen")
        self.table.observe(self._opened, "opened")
        self.order.observe(self._order, "chosen")
        self._answered()

    def _answered(self, _change: object = None) -> None:
        shown = self._sieve.shown
        self.sifting.layout.display = "" if shown else "none"
        self.record.value = "" if shown is None else recorded(shown.head, self._model.zone)
        self.record.layout.display = "" if shown else "none"
        self._filling = True
        self.scene.options = [
            ("All", 0),
            *((scene.label, n) for n, scene in enumerate(shown.scenes if shown else (), 1)),
        ]
        self.scene.value = 0
        self._filling = False
        self.scene.layout.display = "" if shown and len(shown.scenes) > 1 else "none"
        self.habits.layout.display = "" if shown and shown.of else "none"
        self.mode.value = "vehicles"
        self._fill(anew=True)
        self._followed()

    def _fill(self, _change: object = None, *, anew: bool = False) -> None:
        if self._filling:
            return
        sieve, shown, zone = self._sieve, self._sieve.shown, self._model.zone
        left = sieve.left_out()
        labels = [("Vehicles", "vehicles"), (f"Left out ({len(left):,})", "left"), ("Reads", "reads")]
        if tuple(labels) != self.mode.options:
            mode, self._filling = self.mode.value, True
            self.mode.options, self.mode.value = labels, mode
            self._filling = False
        self._explain(len(left))
        pattern = sieve.reading().pattern
        self.table.empty = self._nothing()
        if anew:
            self.table.show(pl.DataFrame())  # another answer is sorted as it came
        if self.mode.value == "vehicles":
            self._show("Vehicles around the scenes", vehicle_columns(pattern, shown, zone), "vehicle", sieve.kept())
        elif self.mode.value == "left":
            self._show("Vehicles left out", left_out_columns(shown, sieve.residents(), zone), "vehicle", left)
        else:
            columns = read_columns(pattern, shown, zone)
            self._show("Reads around the scenes", columns, "read_id", sieve.reads(), "time")
        self.table.choose(sieve.spot if self.mode.value == "reads" else sieve.vehicle)

    def _show(self, caption: str, columns: Any, key: str, frame: pl.DataFrame, sort: str = "") -> None:
        self._filling = True
        self.table.caption = caption
        self.table.shape(columns, key)
        self.table.refill(frame, sort, descending=bool(sort))
        self._filling = False

    def _nothing(self) -> str:
        shown = self._sieve.shown
        if shown is None:
            return _BEFORE
        if self.mode.value == "left":
            return "Nobody is left out."
        return _NOBODY if shown.reads.is_empty() else _ALL_OUT

    def _explain(self, left: int) -> None:
        sieve, shown = self._sieve, self._sieve.shown
        reading = sieve.reading()
        wrong = f'<div class="bad"><b>{escape(reading.words)}</b></div>' if sieve.narrow and not reading.pattern else ""
        if shown is None or not shown.of:
            self.explained.value = wrong
            return
        least = [
            f"{key}: {sieve.residents().days_of(of)} of {of}" for key, of in zip(shown.keys, shown.of, strict=True)
        ]
        out = f" {plural(left, 'vehicle')} left out: see why under Left out." if left else ""
        self.explained.value = (
            f"{wrong}<div>A scene is usual for a vehicle that was read there on so many of the days before "
            f"({escape(', '.join(least))}), and does not count for it.{out}</div>"
        )

    def _scene(self, change: dict[str, Any]) -> None:
        if not self._filling and change["new"] is not None:
            self._sieve.scene = change["new"]

    def _row(self, change: dict[str, Any]) -> None:
        name, shown = change["new"], self._sieve.shown
        if self._filling or not name or shown is None:
            return
        if self.mode.value != "reads":
            self._sieve.vehicle = name
            return
        self._sieve.vehicle = shown.reads.filter(pl.col("read_id") == name)["vehicle"][0]
        self._sieve.spot = name

    def _opened(self, _change: object) -> None:
        if self._sieve.vehicle:
            self._open(self._sieve.vehicle)

    def _order(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self._sieve.spot = change["new"]

    def _pointed(self, _change: object) -> None:
        self.order.choose(self._sieve.spot)

    def _followed(self, _change: object = None) -> None:
        vehicle, shown = self._sieve.vehicle, self._sieve.shown
        self.reads.layout.display = "" if vehicle and shown else "none"
        if not vehicle or shown is None:
            self.table.choose_none()
            self.order.show(pl.DataFrame())
            self.head.children = ()
            return
        own = in_order(shown.reads, vehicle)
        self.head.children = (
            row(
                markup(f"<p><b>{escape(vehicle)}: {plural(len(own), 'read')} around the scenes.</b></p>", "alpr-order"),
                button(f"Open {vehicle} by itself", lambda: self._open(vehicle), main=True),
                button("✕ Choose none", self._sieve.follow_none, title="Stop following this plate"),
            ),
        )
        self.order.show(own)
