"""The empty map that reads are drawn on (464.7(d)): ground, scale, legend, and the bridge to the host."""

from __future__ import annotations

from pathlib import Path

from branca.element import Element, MacroElement
from jinja2 import Template

from workbench.ui.map.assets import Assets
from workbench.ui.map.basemap import add_ground
from workbench.ui.map.offline import OfflineMap

_HERE = Path(__file__).parent
CENTRE = (32.82, -115.53)
"""Latitude and longitude of the first view, degrees: between El Centro and Imperial."""
_LEGEND = (
    '<div class="legend" aria-hidden="true"><i></i>reads per camera, larger for more<br>'
    '<i class="stop"></i>order of reads, not a route<br><i class="ring"></i>chosen in the table</div>'
)
_SOURCES = "Boundaries: US Census Bureau. Roads, places: schematic, not for navigation."


class Bridge(MacroElement):
    """Lets the host draw reads and hear clicks and drawn circles."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n{{ this.code }}({{ this._parent.get_name() }});\n"
        "{{ this._parent.get_name() }}.attributionControl.addAttribution({{ this.sources|tojson }});\n{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Bridge"
        self.code = (_HERE / "bridge.js").read_text("utf-8")
        self.sources = _SOURCES


def reads_map(assets: Assets, centre: tuple[float, float] = CENTRE, zoom: int = 10) -> str:
    """The page of an empty map, ready for ``FoliumView``."""
    drawn = OfflineMap(assets, centre, zoom)
    root = drawn.figure
    root.header.add_child(Element(f"<style>{(_HERE / 'page.css').read_text('utf-8')}</style>"), name="look")
    root.html.add_child(Element(_LEGEND), name="legend")
    add_ground(drawn, assets.basemap())
    drawn.add_child(Bridge())
    page: str = root.render()
    return page
