"""Scenes as they are typed or drawn (464.7(d)): a name, a place, and a time by the agency's clock without a zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from string import ascii_uppercase

from workbench.errors import BadInput
from workbench.mapping.shapes import Shape, typed_circle, typed_polygon
from workbench.policy.movement_rules import MOST_SCENES
from workbench.prose.shown import one_line
from workbench.ui.search.window import clock_words, to_utc, window_problem
from workbench.wire.movement import Place
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle, Window

NOWHERE, CIRCLE, CORNERS = "", "circle", "corners"
"""How a scene's place is given."""
_ON_MAP = 22
"""Characters of a label that stand on the map: the letter tells scenes apart."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene; ``key`` is its letter. ``corners`` are lines of ``latitude, longitude``, degrees (WGS 84)."""

    key: str
    name: str = ""
    kind: str = NOWHERE
    latitude: float = 32.792
    longitude: float = -115.563
    radius_m: float = 500.0
    corners: str = ""
    start: datetime | None = None
    end: datetime | None = None

    @property
    def label(self) -> str:
        """What it is called on the panel: the letter, and the name where it has one."""
        name = one_line(self.name.strip(), 60)
        return f"{self.key}: {name}" if name else f"Scene {self.key}"

    @property
    def shape(self) -> Shape | None:
        """It on the map, or None where it has no place that can be drawn."""
        try:
            area = self.area()
        except BadInput:
            return None
        return Shape(self.label[:_ON_MAP], area) if area else None

    def area(self) -> Circle | Polygon | None:
        """Its place; ``BadInput`` says what is wrong with it."""
        if self.kind == CIRCLE:
            return typed_circle(self.latitude, self.longitude, self.radius_m)
        return typed_polygon(self.corners) if self.kind == CORNERS else None

    def placed(self, area: Circle | Polygon) -> Scene:
        """It with a place that was drawn."""
        if isinstance(area, Circle):
            radius = round(area.radius_m, 1)
            return replace(self, kind=CIRCLE, latitude=area.latitude, longitude=area.longitude, radius_m=radius)
        corners = "\n".join(f"{latitude:.6f}, {longitude:.6f}" for latitude, longitude in area.vertices)
        return replace(self, kind=CORNERS, corners=corners)

    def problem(self) -> str:
        """What is wrong with it; empty when it may be searched."""
        if self.kind == NOWHERE:
            return "it has no place: draw one on the map, or choose how to type it."
        if self.start is None or self.end is None:
            return "it has no time: give both ends of its window."
        try:
            self.area()
        except BadInput as error:
            return str(error)
        return window_problem(self.start, self.end)

    def odd(self, zone: str) -> str:
        """What is odd about its times where clocks change; empty where nothing is."""
        return clock_words(self.start, self.end, zone)

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """Its window, UTC; of a scene without a problem."""
        start, end = to_utc(self.start, zone), to_utc(self.end, zone, last=True)
        if start is None or end is None:
            raise ValueError("the scene has no time")
        return start, end

    def asked(self, zone: str) -> Place:
        """It as the custodian is asked."""
        start, end = self.span(zone)
        return Place(window=Window(start=start, end=end), area=self.area())


def another(scenes: Sequence[Scene]) -> Scene:
    """One more scene, with the time of the last one; its letter is the first that is free."""
    taken = {scene.key for scene in scenes}
    key = next(letter for letter in ascii_uppercase if letter not in taken)
    last = scenes[-1] if scenes else None
    return Scene(key, start=last.start if last else None, end=last.end if last else None)


def problems(scenes: Sequence[Scene]) -> list[str]:
    """What is wrong with each, in words; empty when all may be searched."""
    if not scenes:
        return ["Add a scene: a place and a time."]
    if len(scenes) > MOST_SCENES:
        return [f"At most {MOST_SCENES} scenes are canvassed at once."]
    return [f"{scene.label}: {problem}" for scene in scenes if (problem := scene.problem())]


def drawn(scenes: Sequence[Scene], shapes: Sequence[Shape]) -> list[Scene]:
    """The scenes after the person drew, changed or removed areas on the map.

    A new area is the place of the first scene without one, or of another scene.
    """
    known = {shape.name: shape for scene in scenes if (shape := scene.shape)}
    given = {shape.name: shape for shape in shapes}
    found = []
    for scene in scenes:
        name = scene.shape.name if scene.shape else ""
        if name and name not in given:
            found.append(replace(scene, kind=NOWHERE))
        elif name and given[name].area != known[name].area:
            found.append(scene.placed(given[name].area))
        else:
            found.append(scene)
    for shape in shapes:
        if shape.name in known:
            continue
        empty = next((number for number, scene in enumerate(found) if scene.kind == NOWHERE), None)
        if empty is not None:
            found[empty] = found[empty].placed(shape.area)
        elif len(found) < MOST_SCENES:
            found.append(another(found).placed(shape.area))
    return found
