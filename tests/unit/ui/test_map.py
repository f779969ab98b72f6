from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import pytest
from branca.element import Element
from folium.plugins import MarkerCluster

from tests.unit.ui import fakes
from workbench.ui.map import FoliumView, OfflineAssetError, OfflineMap, reads_map
from workbench.ui.map.assets import BASE
from workbench.ui.map.basemap import near
from workbench.wire.search import Circle

SQUARE = [[-115.6, 32.7], [-115.5, 32.7], [-115.5, 32.8], [-115.6, 32.7]]
FAR = [[-80.0, 25.0], [-80.1, 25.0], [-80.1, 25.1], [-80.0, 25.0]]


def feature(ring: list[list[float]]) -> dict[str, object]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_the_map_of_reads_names_no_address_outside(tmp_path: Path) -> None:
    (tmp_path / "basemap.json").write_text(json.dumps({"type": "FeatureCollection", "features": [feature(SQUARE)]}))
    page = reads_map(fakes.assets(tmp_path))
    called = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert called
    assert all(address.startswith(f"{BASE}alpr/static/1/") for address in called)
    assert "Schematic" not in called
    assert "not for navigation" in page


def test_the_page_forbids_itself_everything_but_its_own_libraries(tmp_path: Path) -> None:
    page = reads_map(fakes.assets(tmp_path))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy.group(1).startswith("default-src 'none';")
    assert "connect-src" not in policy.group(1)
    assert page.index("Content-Security-Policy") < page.index("leaflet.js")


def test_a_map_can_be_rendered_twice(tmp_path: Path) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    assert made.figure.render() == made.figure.render()


def test_an_unknown_library_stops_the_map(tmp_path: Path) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    MarkerCluster().add_to(made)
    with pytest.raises(OfflineAssetError, match=r"outside this machine: https://.*markercluster"):
        made.figure.render()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://tiles.example/1.png">',
        "<img src=//tiles.example/1.png>",
        "<style>b { background: url(//fonts.example/x) }</style>",
        "<style>@import 'http://css.example/x';</style>",
    ],
)
def test_an_address_hidden_in_the_page_stops_it(tmp_path: Path, html: str) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    made.figure.html.add_child(Element(html))
    with pytest.raises(OfflineAssetError):
        made.figure.render()


def test_tiles_of_another_host_stop_it(tmp_path: Path) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    folium.TileLayer("https://tile.example/{z}/{x}/{y}.png", attr="x").add_to(made)
    with pytest.raises(OfflineAssetError):
        made.figure.render()


def test_only_boundaries_near_the_agency_are_drawn() -> None:
    lines = {"features": [feature(SQUARE), feature(FAR), {"geometry": None}]}
    assert near(lines)["features"] == [feature(SQUARE)]


def test_a_drawn_circle_and_a_clicked_camera_come_back() -> None:
    view, drawn, clicked = FoliumView("<p>"), [], []
    view.on_drawn(drawn.append)
    view.on_camera(clicked.append)
    view.drawing = True
    view._heard(view, {"drawn": {"latitude": 32.8, "longitude": -115.5, "radius_m": 900}}, [])
    view._heard(view, {"camera": "I-8"}, [])
    assert drawn == [Circle(latitude=32.8, longitude=-115.5, radius_m=900)]
    assert clicked == ["I-8"]
    assert not view.drawing


@pytest.mark.parametrize(
    "content",
    [
        None,
        "drawn",
        {"camera": 5},
        {"drawn": {"latitude": 320, "longitude": 0, "radius_m": 1}},
        {"drawn": {"latitude": "x"}},
        {"drawn": None},
    ],
)
def test_nonsense_from_the_page_does_nothing(content: object) -> None:
    view, heard = FoliumView("<p>"), []
    view.on_drawn(heard.append)
    view.on_camera(heard.append)
    view._heard(view, content, [])
    assert heard == []
