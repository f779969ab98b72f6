"""The fields of one scene (464.7(d)): name, time and place; what is drawn on the map stands in them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import ipywidgets as w

from workbench.prose.shown import escape
from workbench.ui.canvass.model import CanvassModel
from workbench.ui.canvass.scenes import CIRCLE, CORNERS, NOWHERE, Scene
from workbench.ui.parts import button, markup, moment, row

_KINDS = (("Draw on map", NOWHERE), ("Circle", CIRCLE), ("Corners", CORNERS))
_LENGTH = timedelta(hours=1)
"""A window's length until somebody types its end."""


class SceneRow(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Writes what is typed into the model, and follows it."""

    def __init__(self, model: CanvassModel, scene: Scene, remove: Callable[[], None]) -> None:
        self._model, self._key, self._quiet = model, scene.key, False
        key = scene.key
        self.name = _sized(w.Text(description=f"Scene {key}", placeholder="e.g. burglary"), 108)
        self.name.layout.flex = "1 1 108px"  # a scene's name takes the room that the line leaves
        self.start, self.end = moment(f"{key} from", model.zone), moment(f"{key} to", model.zone)
        self.kind = _sized(w.Dropdown(description=f"{key} place", options=_KINDS), 140)
        self.latitude = w.FloatText(description=f"{key} latitude", step=0.001)
        self.longitude = w.FloatText(description=f"{key} longitude", step=0.001)
        self.radius_m = w.FloatText(description=f"{key} radius (m)", step=50)
        self.corners = _sized(w.Textarea(description=f"{key} corners, one a line: latitude, longitude", rows=3), 330)
        self.circle = row(self.latitude, self.longitude, self.radius_m, look="alpr-inline")
        self.told = markup("", "alpr-told")
        for picker in (self.start, self.end):
            picker.layout.width = "194px"
        away = button(f"✕ {key}", remove, title=f"Remove scene {key}")
        line = row(self.name, self.start, self.end, self.kind, away, look="alpr-tight")
        super().__init__([line, self.circle, self.corners, self.told])
        self.add_class("alpr-scene")
        for name in _TYPED:
            getattr(self, name).observe(self._typed, "value")
        self.follow(scene)

    def follow(self, scene: Scene) -> None:
        """Show a scene as it stands in the model."""
        self._quiet = True
        for name in _TYPED:
            field, value = getattr(self, name), getattr(scene, name)
            if field.value != value:
                field.value = value
        self._quiet = False
        self.circle.layout.display = "" if scene.kind == CIRCLE else "none"
        self.corners.layout.display = "" if scene.kind == CORNERS else "none"
        problem = scene.problem() if scene.kind and scene.start and scene.end else ""
        odd = scene.odd(self._model.zone)
        wrong = f'<div class="bad"><b>{escape(problem)}</b></div>' if problem else ""
        self.told.value = wrong + (f'<div class="ask">{escape(odd)}</div>' if odd else "")
        self.told.layout.display = "" if self.told.value else "none"

    def _typed(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        name = next(each for each in _TYPED if getattr(self, each) is change["owner"])
        changes = {name: change["new"]}
        if name == "start" and isinstance(change["new"], datetime) and self.end.value is None:
            changes["end"] = change["new"] + _LENGTH
        self._model.edit(self._key, **changes)


_TYPED = tuple(each.name for each in fields(Scene) if each.name != "key")


def _sized(field: w.Widget, width: int) -> w.Widget:
    field.layout.width = f"{width}px"
    return field
