"""The map on the screen (464.7(d)): layers go in without a reload; clicks, the view and drawn areas come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from workbench.errors import BadInput
from workbench.mapping.laid import reach
from workbench.mapping.layers import Bounds, Camera, Cell, Heat, Place, Points, Stop
from workbench.mapping.shapes import LONGEST, Shape, area_of, named, placed, renamed
from workbench.mapping.sight import Sight, sight_of

_HERE = Path(__file__).parent
DRAWING = ("circle", "rectangle", "polygon")
"""What can be drawn; besides, ``change`` and ``remove`` are tools."""
COUNTED = ("reads", "hits", "days")
"""What the numbers at cameras count; days are no sum, and their circles are not joined."""
PLACES = ("camera", "stop", "point")
"""What is clicked."""
Shapes = tuple[Shape, ...]


def _sent(value: Any, _widget: Any) -> Any:
    return [each.sent() for each in value] if isinstance(value, (list, tuple)) else value.sent()


def _layer(kind: type) -> Any:
    return t.List(t.Instance(kind)).tag(sync=True, to_json=_sent)


class FoliumView(anywidget.AnyWidget):
    """A rendered ``OfflineMap`` in a sandboxed frame; every layer is a trait and may be set at any time.

    ``tools`` are offered to draw with and ``tool`` is the one in hand; with ``most`` areas drawn, another takes the
    place of the oldest; ``stem`` is what their names begin with. ``counting`` is what the legend says that circles
    count. ``seen`` is what the map showed last, or None; ``basemap`` is the file of the agency's own ground that was
    chosen. ``said`` tells what became of the last area drawn, ``trouble`` what failed in the page. What comes from the
    page is checked; nonsense does nothing.
    """

    _esm = _HERE / "folium_view.js"
    _css = _HERE / "folium_view.css"
    html = t.Unicode().tag(sync=True)
    height = t.Unicode("480px").tag(sync=True)
    label = t.Unicode("Map of reads").tag(sync=True)
    counting = t.Enum(COUNTED, COUNTED[0]).tag(sync=True)
    acts: t.List[str] = t.List(t.Enum(PLACES)).tag(sync=True)
    """What does something when it is clicked; the rest tells of itself alone."""
    cameras = _layer(Camera)
    stops = _layer(Stop)
    track: t.List[Place] = t.List().tag(sync=True)
    points = t.Instance(Points, ()).tag(sync=True, to_json=_sent)
    cells = _layer(Cell)
    heat = t.Instance(Heat, ()).tag(sync=True, to_json=_sent)
    shapes = _layer(Shape)
    tools = t.List(t.Enum(DRAWING)).tag(sync=True)
    tool = t.Enum(("", *DRAWING, "change", "remove"), "").tag(sync=True)
    sight: t.Dict[str, Any] = t.Dict().tag(sync=True)
    basemap = t.Unicode().tag(sync=True)
    said = t.Unicode().tag(sync=True)
    trouble = t.Unicode().tag(sync=True)
    most = t.Int(26)
    stem = t.Unicode("Scene")

    def __init__(self, html: str, **options: Any) -> None:
        super().__init__(html=html, **options)
        self._calls: dict[str, list[Callable[[Any], None]]] = {}
        self.seen: Sight | None = None
        self.on_msg(self._heard)

    def show(
        self,
        *,
        cameras: Iterable[Camera] | None = None,
        stops: Iterable[Stop] | None = None,
        track: Iterable[Place] | None = None,
        points: Points | None = None,
        cells: Iterable[Cell] | None = None,
        heat: Heat | None = None,
        fit: bool = False,
    ) -> None:
        """Draw these layers in the place of those of their kind; ``fit`` moves the view to what is drawn."""
        lists = {"cameras": cameras, "stops": stops, "track": track, "cells": cells}
        given = {name: list(layer) for name, layer in lists.items() if layer is not None}
        with self.hold_sync():
            for name, layer in {**given, "points": points, "heat": heat}.items():
                if layer is not None and layer != getattr(self, name):
                    setattr(self, name, layer)
            if fit and (bounds := self.reach()):
                self.fit(bounds)

    def clear(self) -> None:
        """Take everything but the areas off the map."""
        self.show(cameras=[], stops=[], track=[], points=Points(), cells=[], heat=Heat())

    def fit(self, bounds: Bounds) -> None:
        """Move the view to south, west, north and east, degrees."""
        self.sight = {"number": self.sight.get("number", 0) + 1, "bounds": list(bounds)}

    def reach(self) -> Bounds | None:
        """The bounds of the track, where one is drawn, else of cameras, reads and areas; None of an empty map."""
        return reach(self)

    def on_shapes(self, call: Callable[[Shapes], None]) -> None:
        """Call with all areas whenever the person drew, changed, renamed or removed one; not when a panel sets them."""
        self._calls.setdefault("shapes", []).append(call)

    def on_drawn(self, call: Callable[[Shape], None]) -> None:
        """Call with each area that the person drew or changed."""
        self._calls.setdefault("drawn", []).append(call)

    def on_camera(self, call: Callable[[str], None]) -> None:
        """Call with the name of each camera that the person clicks."""
        self._act("camera", call)

    def on_stop(self, call: Callable[[str], None]) -> None:
        """Call with the id of each numbered stop that the person clicks."""
        self._act("stop", call)

    def on_point(self, call: Callable[[str], None]) -> None:
        """Call with the id of each single read that the person clicks."""
        self._act("point", call)

    def on_sight(self, call: Callable[[Sight], None]) -> None:
        """Call with what the map shows, whenever the person moved it."""
        self._calls.setdefault("view", []).append(call)

    def press(self, what: str, name: str) -> None:
        """Do as if the person had clicked a camera, a stop or a point of this id."""
        if what in PLACES:
            self._tell(what, name)

    def take(self, shape: Shape) -> None:
        """Add an area for the person, or put it in the place of the one of its name."""
        self.said = f"{shape.name}: {shape.words()}."
        self._changed(placed(self.shapes, shape)[-self.most :])
        self._tell("drawn", shape)

    def rename(self, old: str, new: str) -> None:
        """Give an area another name; ``BadInput`` where it is taken or none."""
        self._changed(renamed(self.shapes, old, new))

    def remove(self, name: str) -> None:
        """Take an area away for the person."""
        self.said = f"{name} was removed."
        self._changed([shape for shape in self.shapes if shape.name != name])

    def next_name(self) -> str:
        """What the next area is called unless somebody names it."""
        return named(self.shapes, self.stem, alone=self.most == 1)

    def _act(self, what: str, call: Callable[[str], None]) -> None:
        self._calls.setdefault(what, []).append(call)
        if what not in self.acts:
            self.acts = [*self.acts, what]

    def _changed(self, shapes: Sequence[Shape]) -> None:
        self.shapes = list(shapes)
        self._tell("shapes", tuple(self.shapes))

    def _tell(self, what: str, content: Any) -> None:
        for call in self._calls.get(what, []):
            call(content)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        if "shape" in content:
            self._drawn(content["shape"])
        for key in PLACES:
            if isinstance(content.get(key), str):
                self.press(key, content[key])
        if any(shape.name == content.get("removed") for shape in self.shapes):
            self.remove(content["removed"])
        if content.get("tool") in ("", *DRAWING, "change", "remove"):
            self.tool = content["tool"]
        if isinstance(content.get("basemap"), str):
            self.basemap = content["basemap"][:200]
        if (sight := sight_of(content.get("view"))) is not None:
            self.seen = sight
            self._tell("view", sight)

    def _drawn(self, content: Any) -> None:
        known = content.get("name") if isinstance(content, dict) else None
        name = known if any(shape.name == known for shape in self.shapes) else self.next_name()
        try:
            self.take(Shape(str(name)[:LONGEST], area_of(content)))
        except BadInput as error:
            self.said = f"Not taken: {error}"
            self.send_state("shapes")

    def __repr__(self) -> str:
        return "FoliumView()"
