from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import pytest
from branca.element import Element
from folium.plugins import Fullscreen

from tests.unit.ui import fakes
from workbench.mapping.assets import BASE
from workbench.mapping.basemap import near
from workbench.ui.map import Camera, FoliumView, OfflineAssetError, OfflineMap, Points, Shape, Sight, Stop, reads_map
from workbench.wire.polygon import Polygon
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


def test_a_map_that_nobody_draws_on_brings_no_library_for_drawing(tmp_path: Path) -> None:
    drawing, plain = (reads_map(fakes.assets(tmp_path), drawing=drawing) for drawing in (True, False))
    assert re.findall(r"geoman[.]js", drawing)
    assert not re.findall(r"geoman[.]js", plain)
    assert {"leaflet.js", "cluster.js", "heat.js"} <= set(re.findall(r"[a-z]+[.]js", plain))


def test_a_map_can_be_rendered_twice(tmp_path: Path) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    assert made.figure.render() == made.figure.render()


def test_an_unknown_library_stops_the_map(tmp_path: Path) -> None:
    made = OfflineMap(fakes.assets(tmp_path), (32.8, -115.5))
    Fullscreen().add_to(made)
    with pytest.raises(OfflineAssetError, match=r"outside this machine: https://.*fullscreen"):
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


CIRCLE = {"circle": {"latitude": 32.8, "longitude": -115.5, "radius_m": 900}}


def test_a_drawn_circle_and_a_clicked_camera_come_back() -> None:
    view, drawn, clicked = FoliumView("<p>"), [], []
    view.on_drawn(drawn.append)
    view.on_camera(clicked.append)
    view._heard(view, {"shape": CIRCLE}, [])
    view._heard(view, {"camera": "I-8"}, [])
    assert drawn == [Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=900))]
    assert clicked == ["I-8"]


def test_a_changed_area_keeps_its_name_and_a_removed_one_is_gone() -> None:
    view, told = FoliumView("<p>"), []
    view.on_shapes(told.append)
    view._heard(view, {"shape": CIRCLE}, [])
    view._heard(view, {"shape": CIRCLE}, [])
    view._heard(view, {"shape": CIRCLE | {"name": "Scene A"}}, [])
    view._heard(view, {"shape": CIRCLE | {"name": "Scene <b>"}}, [])
    view._heard(view, {"removed": "Scene B"}, [])
    assert [[each.name[-1] for each in shapes] for shapes in told] == [["A"], ["A", "B"], ["A", "B"], [*"ABC"], [*"AC"]]


def test_what_a_panel_sets_itself_is_not_told_back_to_it() -> None:
    view, told = FoliumView("<p>"), []
    view.on_shapes(told.append)
    view.shapes = [Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=900))]
    assert told == []


def test_with_room_for_one_area_another_takes_its_place() -> None:
    view = FoliumView("<p>", most=1, stem="Area")
    view._heard(view, {"shape": CIRCLE}, [])
    view._heard(view, {"shape": {"circle": CIRCLE["circle"] | {"radius_m": 5}}}, [])
    assert [each.words() for each in view.shapes] == ["circle of 5 m around 32.80000, -115.50000"]
    assert [each.name for each in view.shapes] == ["Area"]


def test_an_area_that_cannot_be_searched_is_refused_in_words() -> None:
    view = FoliumView("<p>")
    view._heard(view, {"shape": {"polygon": {"vertices": [[0, 0], [1, 1], [0, 1], [1, 0]]}}}, [])
    assert view.shapes == []
    assert view.said.startswith("Not taken: Sides 1 and 3 cross or touch")


def test_the_view_tells_what_it_shows_and_goes_where_it_is_sent() -> None:
    view, seen = FoliumView("<p>"), []
    view.on_sight(seen.append)
    view._heard(view, {"view": {"south": 32, "west": -116, "north": 33, "east": -115, "zoom": 10, "width": 600}}, [])
    assert seen == [Sight(32, -116, 33, -115, 10, 600)]
    view.show(cameras=[Camera("a", 32.7, -115.5), Camera("b", 32.9, -115.7)], fit=True)
    assert view.sight == {"number": 1, "bounds": [32.7, -115.7, 32.9, -115.5]}


def test_a_view_can_be_fitted_to_single_reads_and_areas_too() -> None:
    view = FoliumView("<p>", shapes=[Shape("Scene A", Polygon(vertices=((32, -116), (32.1, -116), (32.1, -115.9))))])
    view.show(points=Points(["a"], [33.0], [-115.0], ["a"]), fit=True)
    assert view.sight["bounds"] == [32, -116, 33, -115]
    assert FoliumView("<p>").reach() is None


def test_layers_that_are_not_named_stay() -> None:
    view = FoliumView("<p>")
    view.show(cameras=[Camera("a", 32.7, -115.5)], track=[(32.7, -115.5), (32.8, -115.5)])
    view.show(stops=[Stop("r", 32.7, -115.5, "1")])
    assert (len(view.cameras), len(view.track), len(view.stops)) == (1, 2, 1)
    view.show(cameras=[])
    assert (len(view.cameras), len(view.track), len(view.stops)) == (0, 2, 1)


def test_hostile_words_travel_spelled_out() -> None:
    view = FoliumView(
        "<p>", cameras=[Camera("a\N{RIGHT-TO-LEFT OVERRIDE}", 1, 2, text="<img src=x>\N{ZERO WIDTH SPACE}")]
    )
    (sent,) = view.get_state("cameras")["cameras"]
    assert sent["text"] == "<img src=x>[U+200B]"


@pytest.mark.parametrize(
    "content",
    [
        None,
        "shape",
        {"camera": 5},
        {"shape": {"circle": {"latitude": 320, "longitude": 0, "radius_m": 1}}},
        {"shape": "x"},
        {"shape": None},
        {"removed": "Scene A"},
        {"removed": ["x"]},
        {"tool": "rm"},
        {"view": {"south": 1}},
        {"view": {"south": "x", "west": 0, "north": 1, "east": 1, "zoom": 3, "width": 1}},
        {"view": {"south": 2, "west": 0, "north": 1, "east": 1, "zoom": 3, "width": 1, "more": 1}},
        {"view": {"south": 0, "west": 0, "north": 1, "east": float("inf"), "zoom": 3, "width": 1}},
    ],
)
def test_nonsense_from_the_page_does_nothing(content: object) -> None:
    view, heard = FoliumView("<p>"), []
    for listen in (view.on_drawn, view.on_shapes, view.on_camera, view.on_sight):
        listen(heard.append)
    view._heard(view, content, [])
    assert heard == []
    assert view.shapes == []
