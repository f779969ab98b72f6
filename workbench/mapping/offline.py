"""A folium map that asks nothing of the outside (464.10(a)): unknown addresses stop it before it is shown."""

from __future__ import annotations

import re
from typing import Any

import folium
from branca.element import Element, Figure, Link, MacroElement
from jinja2 import Template

from workbench.errors import WorkbenchError
from workbench.mapping.assets import BASE, Assets

OUTSIDE = re.compile(
    r"""(?:\b(?:src|href|action|data|poster)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?|tileLayer(?:\.wms)?\(\s*["'])"""
    r"""((?:[a-z][a-z0-9+.-]*:)?//[^\s"'>)]*)""",
    re.IGNORECASE,
)
"""An address in a page or style sheet that a browser would call by itself."""
_POLICY = (
    f"default-src 'none'; script-src 'unsafe-inline' {BASE}; style-src 'unsafe-inline' {BASE}; "
    f"img-src data: {BASE}; font-src data: {BASE}"
)
_TROUBLE = """<script>
window.addEventListener("error", (event) => {
  parent.postMessage({ alpr: "trouble", text: String(event.message || "A part of the map failed to load.") }, "*");
}, true);
</script>"""


class OfflineAssetError(WorkbenchError):
    """A map wants an address that we don't carry; ``url`` is the address."""

    kind = "offline-asset"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"This map would call an address outside this machine: {url}",
            how="Add the library to the Lab extension's assets, or leave that layer out.",
            section="464.10(a)",
        )
        self.url = url


class OfflineFigure(Figure):
    """A page whose libraries come from this machine; raises ``OfflineAssetError`` rather than call outside."""

    def __init__(self, assets: Assets, **options: Any) -> None:
        super().__init__(**options)
        self._assets = assets
        self.header.add_child(
            Element(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />'), name="policy"
        )
        self.header.add_child(Element(_TROUBLE), name="trouble")

    def render(self, **kwargs: Any) -> str:
        """The page. Children add their links to the header as they render, so they go first."""
        for child in self._children.values():
            child.render(**kwargs)
        for link in self.header._children.values():  # noqa: SLF001 - branca has no public way to the links
            if isinstance(link, Link):
                link.url = self._local(link.url)
        page: str = self._template.render(this=self, kwargs=kwargs)
        if outside := OUTSIDE.search(page):
            raise OfflineAssetError(outside.group(1))
        return page

    def _local(self, url: str) -> str:
        if url.startswith(BASE):
            return url
        address = self._assets.address(url)
        if address is None:
            raise OfflineAssetError(url)
        return address


class OfflineMap(folium.Map):
    """A folium map on an offline page, without tiles; asks for Leaflet alone unless a layer needs more.

    Zoom limits stand in the options because a map without tiles has none of its own.
    """

    default_js = [link for link in folium.Map.default_js if link[0] == "leaflet"]  # noqa: RUF012 - folium's own form
    default_css = [link for link in folium.Map.default_css if link[0] == "leaflet_css"]  # noqa: RUF012

    def __init__(self, assets: Assets, location: tuple[float, float], zoom: int = 10) -> None:
        super().__init__(location=location, zoom_start=zoom, tiles=None, control_scale=True)
        self.options.update(max_zoom=19, min_zoom=6)
        self.figure = OfflineFigure(assets)
        self.figure.add_child(self)
        self.add_child(_Named())


class _Named(MacroElement):
    """What a screen reader says of the map, which the Tab key comes to."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        {% set container = this._parent.get_name() + ".getContainer()" %}
        {{ container }}.setAttribute("role", "application");
        {{ container }}.setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom");
        {% endmacro %}"""
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca's is not typed
