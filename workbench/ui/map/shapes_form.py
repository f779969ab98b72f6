"""Areas by keyboard (464.7(d)): typed in degrees and metres, renamed, changed and removed without a mouse."""

from __future__ import annotations

from functools import partial

import ipywidgets as w

from workbench.errors import BadInput
from workbench.mapping.layers import Place
from workbench.mapping.shapes import Shape, renamed, typed_circle, typed_polygon, typed_rectangle
from workbench.prose.shown import escape
from workbench.ui.map.view import FoliumView
from workbench.ui.parts import Status, button, markup, row
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

_KINDS = {"circle": "Circle", "rectangle": "Rectangle", "polygon": "Polygon"}
_CENTRE: Place = (32.792, -115.563)
"""What the form begins with, degrees: the middle of El Centro."""


class ShapesForm(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """A form for one more area, and a list of those that stand; both follow the map and tell it what was done."""

    def __init__(self, view: FoliumView, centre: Place = _CENTRE) -> None:
        self._view = view
        kinds = [(_KINDS[kind], kind) for kind in view.tools or _KINDS]
        self.kind = w.Dropdown(description="Kind of area", options=kinds)
        self.kind.layout.width = "120px"
        self.name = w.Text(description="Name", continuous_update=False)
        self.name.layout.width = "150px"
        up, across = centre
        self.circle = _numbers({"Latitude": up, "Longitude": across, "Radius (m)": 500.0})
        self.rectangle = _numbers(
            {"South": up - 0.005, "West": across - 0.005, "North": up + 0.005, "East": across + 0.005}
        )
        self.corners = w.Textarea(
            description="Corners, one a line: latitude, longitude", placeholder="32.790, -115.565", rows=4
        )
        self.corners.layout.width = "290px"
        self.add = button("Add the area", self._add, main=True)
        self.status = Status()
        self.list = w.VBox()
        self.kind.observe(self._fields, "value")
        view.observe(self._follow, "shapes")
        view.observe(lambda change: self.status.say(change["new"]), "said")
        self._place = w.Box()
        super().__init__([row(self.kind, self._place, self.name, self.add), self.status, self.list])
        self._fields()
        self._follow()

    def _fields(self, _change: object = None) -> None:
        typed = {"circle": self.circle, "rectangle": self.rectangle}.get(self.kind.value)
        self._place.children = (self.corners,) if typed is None else (row(*typed),)

    def _follow(self, _change: object = None) -> None:
        self.name.placeholder = self._view.next_name()
        self.list.children = tuple(self._line(shape) for shape in self._view.shapes)

    def _line(self, shape: Shape) -> w.Box:
        name = w.Text(description=f"Name of {shape.name}", value=shape.name, continuous_update=False)
        name.layout.width = "150px"
        name.observe(lambda change: self._named(shape.name, change["new"]), "value")
        return row(
            name,
            markup(f"<span>{escape(shape.words())}</span>", "alpr-area"),
            button("Change", partial(self.load, shape), title=f"Put {shape.name} into the form"),
            button("Show", partial(self._view.fit, shape.bounds()), title=f"Move the map to {shape.name}"),
            button("Remove", partial(self._view.remove, shape.name), title=f"Remove {shape.name}"),
        )

    def _named(self, old: str, new: str) -> None:
        try:
            self._view.rename(old, new)
        except BadInput as error:
            self.status.say(str(error))
            self._follow()

    def load(self, shape: Shape) -> None:
        """Put an area into the form; under its name it takes the old one's place."""
        self.kind.value, self.name.value = shape.kind, shape.name
        if isinstance(shape.area, Circle):
            values: tuple[float, ...] = (shape.area.latitude, shape.area.longitude, shape.area.radius_m)
            for field, value in zip(self.circle, values, strict=True):
                field.value = value
        else:
            for field, value in zip(self.rectangle, shape.bounds(), strict=True):
                field.value = round(value, 6)
            self.corners.value = "\n".join(f"{up:.6f}, {across:.6f}" for up, across in shape.area.vertices)
        self.status.say(f"{shape.name} is in the form: change it and press Add the area.")

    def area(self) -> Circle | Polygon:
        """What the form holds; ``BadInput`` says what is wrong with it."""
        if self.kind.value == "circle":
            return typed_circle(*(field.value for field in self.circle))
        if self.kind.value == "rectangle":
            return typed_rectangle(*(field.value for field in self.rectangle))
        return typed_polygon(self.corners.value)

    def _add(self) -> None:
        standing, name = self._view.shapes, self.name.value.strip() or self._view.next_name()
        try:
            shape = Shape(name, self.area())
            if all(each.name != name for each in standing):
                (*_, shape) = renamed([*standing, Shape("", shape.area)], "", name)
        except BadInput as error:
            self.status.say(str(error))
            return
        self._view.take(shape)
        self.name.value = ""


def _numbers(fields: dict[str, float]) -> list[w.FloatText]:
    made = [w.FloatText(description=label, value=round(value, 6), step=0.001) for label, value in fields.items()]
    for field in made:
        field.layout.width = "112px"
    return made
