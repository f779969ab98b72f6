"""The empty map that reads are drawn on (464.7(d)): ground, scale, legend, and the bridge to the host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.elements import JSCSSMixin
from folium.plugins import GeoMan, HeatMap, MarkerCluster
from jinja2 import Template

from workbench.mapping.assets import Assets
from workbench.mapping.grounded import GroundMap

_HERE = Path(__file__).parent
CENTRE = (32.82, -115.53)
"""Latitude and longitude of the first view, degrees: between El Centro and Imperial."""
_SOURCES = "Boundaries: US Census Bureau. Roads, places: schematic, not for navigation."
_SCRIPTS = ("start", "places", "crowd", "basemaps", "shapes", "legend", "bridge")


class Libraries(JSCSSMixin, MacroElement):
    """What clusters and heat are drawn with, and areas where somebody may draw; the page's own scripts call these."""

    _template = Template("")

    def __init__(self, *, drawing: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Libraries"
        used: list[Any] = [MarkerCluster, HeatMap, *([GeoMan] if drawing else [])]
        self.default_js = [link for each in used for link in each.default_js]
        self.default_css = [
            link for each in used for link in each.default_css if not link[1].endswith("MarkerCluster.Default.css")
        ]


class Bridge(MacroElement):
    """Lets the host draw reads and hear clicks, moves and drawn areas."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n(function (map, ground, SOURCES, LIBRARIES) {\n{{ this.code }}}"
        ")({{ this._parent.get_name() }}, {{ this.ground.get_name() }}, {{ this.sources|tojson }}, "
        "{{ this.libraries|tojson }});\n{% endmacro %}"
    )

    def __init__(self, ground: folium.FeatureGroup, libraries: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Bridge"
        self.ground, self.libraries = ground, libraries
        self.code = page_script()
        self.sources = _SOURCES


def page_script() -> str:
    """The page's own script: the files of ``page/`` in their order, the body of one function."""
    return "".join((_HERE / "page" / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)


def reads_map(assets: Assets, centre: tuple[float, float] = CENTRE, zoom: int = 10, *, drawing: bool = True) -> str:
    """The page of an empty map, ready for ``FoliumView``; without ``drawing`` it opens sooner and offers no tools."""
    painters = {"pmtiles": assets.beside("pmtiles.js"), "protomaps": assets.beside("protomaps-leaflet.js")}
    return _page(assets, centre, zoom, painters, "", drawing=drawing)


def sheet(assets: Assets, body: str, centre: tuple[float, float] = CENTRE, zoom: int = 10) -> str:
    """The page of a map that nobody draws on and that has no host; ``body`` is HTML of our own beside it."""
    return _page(assets, centre, zoom, {}, body, drawing=False)


def _page(
    assets: Assets, centre: tuple[float, float], zoom: int, painters: dict[str, str], body: str, *, drawing: bool
) -> str:
    drawn = GroundMap(assets, centre, zoom)
    root = drawn.figure
    if body:
        root.html.add_child(Element(body), name="body")
    drawn.add_child(Libraries(drawing=drawing))
    drawn.add_child(Bridge(drawn.ground, painters))
    page: str = root.render()
    return page
