"""Areas drawn on a map or typed (464.7(d)): several at once, each with a name, each one that can be searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from string import ascii_uppercase
from typing import Any

from pydantic import ValidationError

from workbench.errors import BadInput
from workbench.mapping.layers import Bounds
from workbench.prose.shown import one_line
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

LONGEST = 40
"""Characters of a name."""
_METRES = 111_320.0
"""Of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area with a name. A rectangle is a polygon whose sides run north and east."""

    name: str
    area: Circle | Polygon

    @property
    def kind(self) -> str:
        """``circle``, ``rectangle`` or ``polygon``."""
        if isinstance(self.area, Circle):
            return "circle"
        corners = self.area.corners()
        axes = [{corner[axis] for corner in corners} for axis in (0, 1)]
        return "rectangle" if len(corners) == 4 and all(len(axis) == 2 for axis in axes) else "polygon"

    def bounds(self) -> Bounds:
        """South, west, north and east of it, degrees."""
        if isinstance(self.area, Polygon):
            ups, lines = zip(*self.area.vertices, strict=True)
            return min(ups), min(lines), max(ups), max(lines)
        at, up = self.area, self.area.radius_m / _METRES
        across = up / max(0.01, cos(radians(at.latitude)))
        return at.latitude - up, at.longitude - across, at.latitude + up, at.longitude + across

    def words(self) -> str:
        """What it is, for a list or a screen reader."""
        if isinstance(self.area, Circle):
            return f"circle of {self.area.radius_m:,.0f} m around {self.area.latitude:.5f}, {self.area.longitude:.5f}"
        south, west, north, east = self.bounds()
        return f"{self.kind} from {south:.5f}, {west:.5f} to {north:.5f}, {east:.5f}" + (
            "" if self.kind == "rectangle" else f", {len(self.area.corners())} corners"
        )

    def sent(self) -> dict[str, Any]:
        """As JSON."""
        area = {"circle": self.area} if isinstance(self.area, Circle) else {"polygon": self.area}
        drawn = {key: each.model_dump(mode="json") for key, each in area.items()}
        return {"name": self.name, "kind": self.kind, "text": self.words(), **drawn}


def area_of(content: object) -> Circle | Polygon:
    """The checked area in what a page sent, or a form holds; ``BadInput`` says what is wrong with it."""
    given = content if isinstance(content, dict) else {}
    try:
        if "circle" in given:
            return Circle.model_validate(given["circle"])
        return Polygon.model_validate(given.get("polygon"))
    except ValidationError as error:
        raise BadInput(_told(error), how="Draw the area again, or type it in the form.") from None


def typed_circle(latitude: float, longitude: float, radius_m: float) -> Circle:
    """A circle from numbers that somebody typed: degrees and metres; ``BadInput`` says what is wrong."""
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise BadInput("Give a latitude from -90 to 90 and a longitude from -180 to 180.", where="centre")
    if not 1 <= radius_m <= 200_000:
        raise BadInput("Give a radius from 1 to 200,000 metres.", where="radius")
    return Circle(latitude=latitude, longitude=longitude, radius_m=radius_m)


def typed_rectangle(south: float, west: float, north: float, east: float) -> Polygon:
    """The area between two latitudes and two longitudes in degrees; ``BadInput`` says what is wrong."""
    if not south < north or not west < east:
        raise BadInput("South must be less than north, and west less than east (west of Greenwich is negative).")
    vertices = [(south, west), (north, west), (north, east), (south, east)]
    return _polygon(vertices)


def typed_polygon(text: str) -> Polygon:
    """Corners as lines of ``latitude, longitude`` in degrees; ``BadInput`` names the line that can't be read."""
    vertices = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = re.fullmatch(r"\s*([-+]?[0-9]+(?:\.[0-9]*)?)[\s,;]+([-+]?[0-9]+(?:\.[0-9]*)?)\s*", line)
        if found is None:
            raise BadInput(
                f"Line {number} is no place: {one_line(line, 40)}",
                where=f"line {number}",
                how="Write latitude and longitude in degrees, such as 32.792, -115.563.",
            )
        vertices.append((float(found[1]), float(found[2])))
    if len(vertices) < 3:
        raise BadInput("Give at least three corners, one a line.", how="Such as 32.792, -115.563.")
    return _polygon(vertices)


def named(shapes: Iterable[Shape], stem: str, *, alone: bool = False) -> str:
    """The next free name: Scene A, Scene B ... Scene Z, Scene 27 ...; the stem itself where there is one shape."""
    if alone:
        return stem
    taken = {shape.name for shape in shapes}
    numbers = (str(number) for number in range(len(ascii_uppercase) + 1, 1000))
    return next(name for name in (f"{stem} {each}" for each in (*ascii_uppercase, *numbers)) if name not in taken)


def renamed(shapes: Sequence[Shape], old: str, new: str) -> tuple[Shape, ...]:
    """The shapes with one under another name; ``BadInput`` where that is empty, too long or taken."""
    wanted = one_line(new.strip(), LONGEST + 1)
    if not wanted or len(wanted) > LONGEST:
        raise BadInput(f"Give a name of 1 to {LONGEST} characters.", where="name")
    if wanted != old and any(shape.name == wanted for shape in shapes):
        raise BadInput(f"Another area is called {wanted} already.", where="name", how="Choose another name.")
    return tuple(replace(shape, name=wanted) if shape.name == old else shape for shape in shapes)


def placed(shapes: Sequence[Shape], shape: Shape) -> tuple[Shape, ...]:
    """The shapes with this one in the place of the one of its name, or after them."""
    if any(each.name == shape.name for each in shapes):
        return tuple(shape if each.name == shape.name else each for each in shapes)
    return (*shapes, shape)


def _polygon(vertices: Sequence[tuple[float, float]]) -> Polygon:
    try:
        return Polygon(vertices=tuple(vertices))
    except ValidationError as error:
        raise BadInput(_told(error)) from None


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    words = first["msg"].removeprefix("Value error, ")
    where = [str(each) for each in first["loc"]]
    if first["type"] == "value_error":
        return f"{words[:1].upper()}{words[1:]}."
    return f"This is no area that can be searched ({' '.join(where) or 'area'}: {words})."
