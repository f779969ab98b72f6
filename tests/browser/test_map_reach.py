"""464.7(d): what stands on a map has a name, stands out from its ground, and is come to with the Tab key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, FloatRect, FrameLocator, expect

from tests.browser.stage import Stage, staged
from tests.e2e.reach import well_made
from tests.unit.ui.test_map_crowd import ZONE, scattered
from tests.waiting import until
from workbench.mapping.assets import installed
from workbench.ui.map import Camera, FoliumView, ReadsLayer, Shape, Stop, reads_map
from workbench.wire.search import Circle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.7(d)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]
CAMERAS = [
    Camera("EC-01", 32.79, -115.56, count=12, text="EC-01: 12 reads"),
    Camera("EC-02", 32.80, -115.55, count=3, text="EC-02: 3 reads", chosen=True),
    Camera("EC-03", 32.60, -115.40, text="EC-03: a camera", counted=False),
]
STOPS = [
    Stop("r-1", 32.79, -115.56, "1, 3", "1: 2026-11-26 20:53", chosen=True),
    Stop("r-2", 32.80, -115.50, "2", "2: 2026-11-26 21:23"),
]


@pytest.fixture
def view() -> FoliumView:
    return FoliumView(reads_map(installed()), height="560px", label="Map of reads", tools=["circle", "polygon"])


@pytest.fixture
def stage(chromium: Browser, view: FoliumView) -> Iterator[Stage]:
    with staged(chromium, view, shipped.static_dir()) as made:
        with made.hearing("view"):
            frame(made).get_by_role("button", name="Zoom in", exact=True).click()
        yield made


def frame(stage: Stage) -> FrameLocator:
    return stage.page.frame_locator("iframe")


def test_towns_and_roads_give_way_to_signs_and_to_the_legend(stage: Stage, view: FoliumView) -> None:
    view.show(
        cameras=[Camera("EC-01", 32.80, -115.5631, count=12), Camera("CX-01", 32.69, -115.4989, count=3)], fit=True
    )
    stage.sync()
    expect(frame(stage).locator(".badge")).to_have_count(2)
    ground = ".holder > :is(.town, .road):not(.covered):visible"
    until(
        lambda: not any(over(one, sign) for one in boxes(stage, ground) for sign in boxes(stage, ".badge, .legend")), 10
    )
    standing = frame(stage).locator(ground).all_inner_texts()
    assert {"El Centro", "Calexico"} & {*standing}, "they stand beside the sign, where there is room"


def over(one: FloatRect, other: FloatRect) -> bool:
    """Whether one box on the screen covers a part of another."""
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


def test_an_areas_name_stands_above_the_signs_and_above_other_names(stage: Stage, view: FoliumView) -> None:
    places = {"A: Burglary, Main Street": 32.7920, "B: Burglary, Broadway": 32.7935}
    view.shapes = tuple(Shape(name, Circle(latitude=up, longitude=-115.56, radius_m=60)) for name, up in places.items())
    view.show(cameras=[Camera("EC-01", 32.7920, -115.56, count=12)], fit=True)
    stage.sync()
    names = frame(stage).locator(".leaflet-tooltip.scene")
    expect(names).to_have_count(2)
    until(lambda: stand_apart(boxes(stage, ".leaflet-tooltip.scene, .badge.camera")), 10)


def boxes(stage: Stage, which: str) -> list[FloatRect]:
    """Where they all stand on the screen at one moment: the map may still be moving."""
    place = "({ x, y, width, height }) => ({ x, y, width, height })"
    read = f"all => all.map((each) => ({place})(each.getBoundingClientRect()))"
    found: list[FloatRect] = frame(stage).locator(which).evaluate_all(read)
    return found


def stand_apart(places: list[FloatRect]) -> bool:
    """Whether there are three at least, of which none covers another."""
    return len(places) >= 3 and not any(over(one, other) for one, other in combinations(places, 2))


def test_on_a_small_map_the_legend_waits_for_its_button(chromium: Browser, view: FoliumView) -> None:
    view.height = "340px"
    view.show(cameras=CAMERAS)
    with staged(chromium, view, shipped.static_dir(), (420, 360)) as stage:
        legend = frame(stage).get_by_role("note", name="Legend")
        button = frame(stage).get_by_role("button", name="Legend")
        expect(button).to_be_visible()
        expect(legend).to_be_hidden()
        with stage.hearing("view"):
            frame(stage).get_by_role("button", name="Zoom in", exact=True).click()
        button.press("Enter")
        expect(legend).to_be_visible()
        well_made(stage.page)


def test_a_name_that_would_cover_another_gives_way_to_the_chosen_ones(stage: Stage, view: FoliumView) -> None:
    near = [
        Camera("Main and 4th", 32.7920, -115.5600, count=12),
        Camera("Main and 5th", 32.7920, -115.5540, count=3, chosen=True),
        Camera("Far side", 32.8000, -115.5600, count=1),
    ]
    view.show(cameras=near, fit=True)
    stage.sync()
    names = frame(stage).locator(".name")
    expect(names.filter(has_text="Main and 5th")).to_be_visible()
    expect(names.filter(has_text="Far side")).to_be_visible()
    expect(names.filter(has_text="Main and 4th")).to_be_hidden()


def test_cameras_stops_and_areas_are_named_stand_out_and_take_keys(stage: Stage, view: FoliumView) -> None:
    view.on_stop(lambda _stop: None)
    view.show(cameras=CAMERAS, fit=True)
    view.shapes = [Shape("Area", Circle(latitude=32.79, longitude=-115.56, radius_m=3000))]
    stage.sync()
    expect(frame(stage).locator(".badge.camera").first).to_be_visible()
    well_made(stage.page)
    view.show(cameras=CAMERAS, stops=STOPS, fit=True)
    stage.sync()
    stop = frame(stage).get_by_role("button", name="1: 2026-11-26 20:53")
    expect(stop.locator(".badge")).to_be_visible()
    stop.focus()
    expect(frame(stage).locator(".leaflet-tooltip.tip")).to_have_text("1: 2026-11-26 20:53")
    well_made(stage.page)


def test_clusters_and_hexagons_are_named_and_stand_out(stage: Stage, view: FoliumView) -> None:
    layer = ReadsLayer(view, ZONE)
    layer.show(scattered(5000))
    stage.sync()
    expect(frame(stage).locator(".badge.cluster").first).to_be_visible()
    well_made(stage.page)
    layer.form = "hexagons"
    stage.sync()
    expect(frame(stage).locator(".number").first).to_be_visible()
    well_made(stage.page)
