"""A folium map on the ground that comes with the workbench (464.10(a)): boundaries, water, main roads and places."""

from __future__ import annotations

from pathlib import Path

import folium
from branca.element import Element

from workbench.mapping.assets import Assets
from workbench.mapping.basemap import add_ground
from workbench.mapping.offline import OfflineMap

_LOOK = Path(__file__).with_name("page.css")


class GroundMap(OfflineMap):
    """``ground`` is the layer with all of it; what is added to the map lies above."""

    def __init__(self, assets: Assets, location: tuple[float, float], zoom: int = 10) -> None:
        super().__init__(assets, location, zoom)
        self.figure.header.add_child(Element(f"<style>{_LOOK.read_text('utf-8')}</style>"), name="look")
        self.ground = folium.FeatureGroup("Ground")
        self.add_child(self.ground)
        add_ground(self.ground, assets.basemap())
