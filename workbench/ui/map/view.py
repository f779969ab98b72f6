"""The map on the screen (464.7(d)): points go in without a reload, clicks and drawn circles come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t
from pydantic import ValidationError

from workbench.wire.search import Circle

_HERE = Path(__file__).parent


class FoliumView(anywidget.AnyWidget):
    """A rendered ``OfflineMap`` in a sandboxed frame.

    ``layers`` holds what is drawn (cameras, stops, track, circle, fit) and is sent again whenever the page starts;
    ``drawing`` arms the circle tool; ``trouble`` tells what failed in the page. What comes from the page is checked.
    """

    _esm = _HERE / "folium_view.js"
    _css = _HERE / "folium_view.css"
    html = t.Unicode().tag(sync=True)
    height = t.Unicode("480px").tag(sync=True)
    label = t.Unicode("Map of reads").tag(sync=True)
    layers: t.Dict[str, Any] = t.Dict().tag(sync=True)
    drawing = t.Bool(False).tag(sync=True)
    trouble = t.Unicode().tag(sync=True)

    def __init__(self, html: str, **options: Any) -> None:
        super().__init__(html=html, **options)
        self._drawn: list[Callable[[Circle], None]] = []
        self._camera: list[Callable[[str], None]] = []
        self._stop: list[Callable[[str], None]] = []
        self.on_msg(self._heard)

    def on_drawn(self, call: Callable[[Circle], None]) -> None:
        """Call with each circle that the person draws."""
        self._drawn.append(call)

    def on_camera(self, call: Callable[[str], None]) -> None:
        """Call with the name of each camera that the person clicks."""
        self._camera.append(call)

    def on_stop(self, call: Callable[[str], None]) -> None:
        """Call with the id of each numbered stop that the person clicks."""
        self._stop.append(call)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        if "drawn" in content:
            self._circle(content["drawn"])
            return
        for key, calls in (("camera", self._camera), ("stop", self._stop)):
            if isinstance(content.get(key), str):
                for call in calls:
                    call(content[key])

    def _circle(self, drawn: Any) -> None:
        self.drawing = False
        if drawn is None:
            return
        try:
            circle = Circle.model_validate(drawn)
        except ValidationError:
            return
        for call in self._drawn:
            call(circle)

    def __repr__(self) -> str:
        return "FoliumView()"
