"""464.7(d): any number of reads is drawn in a real browser, follows the brush, and can be had as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, FrameLocator, expect

from tests.browser.stage import Stage, staged
from tests.unit.ui.fakes import reads
from tests.unit.ui.test_map_crowd import ZONE, scattered
from workbench.mapping.assets import installed
from workbench.ui.map import Camera, FoliumView, ReadsLayer, reads_map

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.7(d)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]


@pytest.fixture
def view() -> FoliumView:
    return FoliumView(reads_map(installed()), height="560px")


@pytest.fixture
def stage(chromium: Browser, view: FoliumView) -> Iterator[Stage]:
    with staged(chromium, view, shipped.static_dir()) as made:
        with made.hearing("view"):
            frame(made).get_by_role("button", name="Zoom in", exact=True).click()
        yield made


def frame(stage: Stage) -> FrameLocator:
    return stage.page.frame_locator("iframe")


def test_single_reads_clusters_hexagons_and_heat_are_drawn_one_after_another(stage: Stage, view: FoliumView) -> None:
    layer = ReadsLayer(view, ZONE)
    layer.show(scattered(300))
    stage.sync()
    legend = frame(stage).get_by_role("note", name="Legend")
    expect(legend).to_have_text("one read")
    layer.show(scattered(5000), fit=False)
    stage.sync()
    expect(legend).to_have_text("reads close together")
    expect(frame(stage).locator(".badge.cluster").first).to_be_visible()
    layer.form = "hexagons"
    stage.sync()
    expect(legend).to_have_text("reads in a hexagon, darker for more")
    expect(frame(stage).locator(".number").first).to_be_visible()
    expect(frame(stage).locator(".badge.cluster")).to_have_count(0)
    layer.form = "heat"
    stage.sync()
    expect(legend).to_have_text("warmer for more reads")
    expect(frame(stage).locator(".number")).to_have_count(0)
    assert view.trouble == ""


def test_hexagons_are_counted_anew_when_the_map_is_moved_by_keyboard(stage: Stage, view: FoliumView) -> None:
    layer = ReadsLayer(view, ZONE)
    layer.form = "hexagons"
    layer.show(scattered(5000))
    stage.sync()
    expect(frame(stage).locator(".number").first).to_be_visible()
    frame(stage).locator(".folium-map").focus()
    for key in ("+", "+", "+", "ArrowRight"):
        before = stage.page.evaluate("JSON.stringify(window.state.cells)")
        stage.page.keyboard.press(key)
        stage.page.wait_for_function("(before) => JSON.stringify(window.state.cells) !== before", arg=before)
    assert sum(cell.count for cell in view.cells) < 5000


def test_cameras_have_their_counts_and_the_map_is_a_button_for_each(stage: Stage, view: FoliumView) -> None:
    layer = ReadsLayer(view, ZONE)
    heard: list[str] = []
    view.on_camera(heard.append)
    layer.show(reads())
    stage.sync()
    buttons = frame(stage).locator(".holder[role=button]")
    frame(stage).get_by_role("button", name="Zoom in", exact=True).click()
    frame(stage).get_by_role("button", name="Zoom in", exact=True).click()
    expect(buttons).to_have_count(6)
    names = {button.get_attribute("aria-label") or "" for button in buttons.all()}
    assert all("source: " in name and "read" in name for name in names)
    with stage.hearing("camera"):
        buttons.first.press("Enter")
    assert heard[0] in {camera.id for camera in view.cameras}


def test_cameras_that_would_cover_each_other_are_one_circle_with_the_sum(stage: Stage, view: FoliumView) -> None:
    near = [
        Camera(f"Pole {each}", 32.8 + each / 10_000, -115.5, count=1000 + each, text=f"Pole {each}")
        for each in range(9)
    ]
    view.show(cameras=[*near, Camera("Far", 33.1, -115.3, count=7, text="Far")], fit=True)
    stage.sync()
    one = frame(stage).get_by_role("button", name=re.compile("^9 cameras close together, 9,036 reads"))
    expect(one.locator(".badge.several")).to_have_text("9,036")
    expect(frame(stage).locator(".badge.camera")).to_have_count(2)
    expect(frame(stage).get_by_role("note", name="Legend")).to_contain_text("several cameras close together")
    one.press("Enter")
    expect(frame(stage).get_by_role("img", name=re.compile("^Pole 3")).locator(".badge")).to_have_text("1,003")
    stand = frame(stage).locator(".name:not(.covered)").filter(has_text=re.compile("^Pole"))
    expect(stand).to_have_count(1)  # the others' would lie on a circle, or on this one
    expect(stand).to_be_visible()
    expect(frame(stage).get_by_text("9 cameras close together")).to_have_count(0)


def test_everything_that_can_be_pressed_has_a_name(chromium: Browser) -> None:
    view = FoliumView(reads_map(installed()), height="560px", tools=["circle", "rectangle", "polygon"])
    ReadsLayer(view, ZONE).show(reads())
    with staged(chromium, view, shipped.static_dir()) as stage:
        expect(frame(stage).locator(".badge.camera").first).to_be_visible()
        for control in frame(stage).locator("button, select, input, a, [role=button], [tabindex='0']").all():
            name = control.evaluate("(each) => (each.getAttribute('aria-label') || each.textContent).trim()")
            assert name, control.evaluate("(each) => each.outerHTML")
        assert stage.page.locator("iframe").get_attribute("title") == "Map of reads"


@pytest.mark.section("464.7(g)")
def test_the_legend_names_what_the_circles_count(stage: Stage, view: FoliumView) -> None:
    legend = frame(stage).get_by_role("note", name="Legend")
    view.show(cameras=[Camera("EC-04", 32.82, -115.53, count=3)])
    stage.sync()
    expect(legend).to_have_text("reads per camera, larger for more")
    view.counting = "hits"
    stage.sync()
    expect(legend).to_have_text("hits per camera, larger for more")
