"""The workbench's forms, and folium's own: each makes a page, and the layers that are handed to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
import polars as pl
from folium.plugins import FastMarkerCluster, MarkerCluster

from workbench.mapping.assets import Assets
from workbench.mapping.offline import OfflineMap
from workbench.ui.map import FoliumView, ReadsLayer, Sight, reads_map

Made = tuple[str, dict[str, Any] | None]
Way = Callable[[pl.DataFrame, Assets], Made]
_CENTRE = (32.9, -115.55)
_SEEN = Sight(32.5, -116.1, 33.3, -115.0, 11, 1440)


def ours(form: str) -> Way:
    """The workbench's map in one of its forms."""

    def make(reads: pl.DataFrame, assets: Assets) -> Made:
        view = FoliumView(reads_map(assets, _CENTRE, 11))
        layer = ReadsLayer(view, "America/Los_Angeles")
        layer.form = form
        view._heard(view, {"view": {name: getattr(_SEEN, name) for name in Sight.__slots__}}, [])  # noqa: SLF001
        layer.show(reads, fit=False)
        state = view.get_state(["heat", "cells", "points", "cameras"])
        return view.html, dict(state)

    return make


def _empty(assets: Assets) -> OfflineMap:
    return OfflineMap(assets, _CENTRE, 11)


def _rendered(drawn: OfflineMap) -> Made:
    page: str = drawn.figure.render()
    return page, None


def markers(reads: pl.DataFrame, assets: Assets) -> Made:
    """One ``folium.Marker`` for each read, in a ``MarkerCluster``."""
    drawn = _empty(assets)
    cluster = MarkerCluster().add_to(drawn)
    for up, across, plate in reads.select("latitude", "longitude", "plate").iter_rows():
        folium.Marker((up, across), tooltip=plate).add_to(cluster)
    return _rendered(drawn)


def geojson(reads: pl.DataFrame, assets: Assets) -> Made:
    """One ``GeoJson`` of all reads on a canvas."""
    features = [
        {"type": "Feature", "properties": {"plate": plate}, "geometry": {"type": "Point", "coordinates": [across, up]}}
        for up, across, plate in reads.select("latitude", "longitude", "plate").iter_rows()
    ]
    drawn = _empty(assets)
    drawn.options["preferCanvas"] = True
    face = folium.CircleMarker(radius=4, weight=1)
    folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=face).add_to(drawn)
    return _rendered(drawn)


def fast(reads: pl.DataFrame, assets: Assets) -> Made:
    """``FastMarkerCluster`` with all reads."""
    drawn = _empty(assets)
    plain = "(row) => L.marker(new L.LatLng(row[0], row[1]))"  # its own asks for icons that come from outside
    FastMarkerCluster(reads.select("latitude", "longitude").rows(), callback=plain).add_to(drawn)
    return _rendered(drawn)
