"""464.7(d): areas are drawn, changed and removed on the map in a real browser, and nothing is asked of the outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, FrameLocator, expect

from tests.browser.stage import Stage, staged
from workbench.mapping.assets import installed
from workbench.ui.map import Camera, FoliumView, Shape, Stop, reads_map
from workbench.wire.polygon import Polygon
from workbench.wire.search import Circle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.7(d)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]

HOSTILE = "<img src=x onerror=parent.hurt=1>"


@pytest.fixture
def view() -> FoliumView:
    return FoliumView(reads_map(installed()), tools=["circle", "rectangle", "polygon"], height="560px")


@pytest.fixture
def stage(chromium: Browser, view: FoliumView) -> Iterator[Stage]:
    with staged(chromium, view, shipped.static_dir()) as made:
        expect(frame(made).get_by_role("button", name="Draw a circle")).to_be_visible()
        yield made


def frame(stage: Stage) -> FrameLocator:
    return stage.page.frame_locator("iframe")


def press(stage: Stage, name: str) -> None:
    frame(stage).get_by_role("button", name=name).click()


def click(stage: Stage, *places: tuple[int, int]) -> None:
    for x, y in places:
        stage.page.mouse.move(x, y, steps=3)
        stage.page.mouse.down()
        stage.page.mouse.up()


def scenes(stage: Stage, count: int) -> None:
    expect(frame(stage).locator(".scene")).to_have_count(count)


def test_circle_rectangle_and_polygon_are_drawn_and_named(stage: Stage, view: FoliumView) -> None:
    press(stage, "Draw a circle")
    expect(frame(stage).get_by_role("status")).to_contain_text("Click the centre")
    click(stage, (300, 200), (340, 200))
    scenes(stage, 1)
    press(stage, "Draw a rectangle")
    click(stage, (450, 150), (550, 250))
    scenes(stage, 2)
    press(stage, "Draw a polygon")
    click(stage, (300, 350), (400, 350), (420, 430), (350, 470), (300, 350))
    scenes(stage, 3)
    assert [(each.name, each.kind) for each in view.shapes] == [
        ("Scene A", "circle"),
        ("Scene B", "rectangle"),
        ("Scene C", "polygon"),
    ]
    circle, _, polygon = (each.area for each in view.shapes)
    assert isinstance(circle, Circle)
    assert isinstance(polygon, Polygon)
    assert 3_000 < circle.radius_m < 8_000  # 40 pixels of some 130 m
    assert len(polygon.corners()) == 4
    assert view.tool == ""


def test_an_area_is_changed_by_its_handles_and_removed_by_a_click(stage: Stage, view: FoliumView) -> None:
    view.shapes = [
        Shape("Bank", Polygon(vertices=((32.80, -115.56), (32.80, -115.46), (32.86, -115.46), (32.86, -115.56)))),
        Shape("School", Circle(latitude=32.7, longitude=-115.5, radius_m=2000)),
    ]
    stage.sync()
    scenes(stage, 2)
    press(stage, "Change areas")
    handle = frame(stage).locator(".marker-icon:not(.marker-icon-middle)").first
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + 30, y + 20, steps=5)
    before = view.shapes[0].area
    with stage.hearing("shape"):
        stage.page.mouse.up()
    assert view.shapes[0].name == "Bank"
    assert view.shapes[0].area != before
    press(stage, "Remove an area")
    label = frame(stage).get_by_text("School").bounding_box()
    assert label
    with stage.hearing("removed"):
        stage.page.mouse.click(label["x"] + label["width"] / 2, label["y"] + label["height"] + 12)
    scenes(stage, 1)
    assert [each.name for each in view.shapes] == ["Bank"]


def test_escape_gives_up_and_the_keyboard_reaches_every_tool(stage: Stage, view: FoliumView) -> None:
    press(stage, "Draw a polygon")
    click(stage, (300, 350))
    stage.page.keyboard.press("Escape")
    expect(frame(stage).get_by_role("button", name="Draw a polygon")).to_have_attribute("aria-pressed", "false")
    click(stage, (400, 350), (420, 430))
    assert view.shapes == []
    frame(stage).get_by_role("button", name="Draw a circle").focus()
    for name in ("Draw a rectangle", "Draw a polygon", "Change areas", "Remove an area"):
        stage.page.keyboard.press("Tab")
        expect(frame(stage).get_by_role("button", name=name)).to_be_focused()
    stage.page.keyboard.press("Enter")
    expect(frame(stage).get_by_role("status")).to_contain_text("Click the area to remove")


def test_a_marker_is_chosen_with_the_keyboard_alone(stage: Stage, view: FoliumView) -> None:
    heard: list[str] = []
    view.on_camera(heard.append)
    view.show(cameras=[Camera(HOSTILE, 32.8, -115.5, count=12, text=f"{HOSTILE}\n12 reads")], fit=True)
    stage.sync()
    marker = frame(stage).get_by_role("button", name=re.compile("12 reads"))
    marker.focus()
    expect(frame(stage).locator(".tip")).to_contain_text("12 reads")
    with stage.hearing("camera"):
        stage.page.keyboard.press("Enter")
    assert heard == [HOSTILE]
    assert stage.page.evaluate("window.hurt") is None


def test_a_layer_that_fails_is_told_and_the_others_are_drawn(stage: Stage, view: FoliumView) -> None:
    view.show(cameras=[Camera("a", 32.8, -115.5, count=12)], track=[(32.8, -115.5), (32.9, -115.5)])
    stage.sync()
    view.show(stops=[Stop("r", float("nan"), -115.5, "1")])
    view.shapes = [Shape("Scene A", Circle(latitude=32.7, longitude=-115.5, radius_m=2000))]
    stage.page.evaluate("(state) => window.take(state)", {"stops": [{"id": "r", "latitude": "x", "longitude": None}]})
    expect(stage.page.get_by_role("alert")).to_contain_text("The cameras and stops")
    stage.page.evaluate("(state) => window.take(state)", stage._state() | {"stops": []})
    scenes(stage, 1)
    expect(frame(stage).locator(".badge.camera")).to_have_count(1)
