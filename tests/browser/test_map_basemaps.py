"""464.10(a): the agency's own maps are painted in a real browser, served by the person's server and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, Locator, expect

from tests.browser.stage import Stage, staged
from tests.unit.basemap.shapefiles import written
from tests.unit.lab.maps import mbtiles, picture
from workbench.basemap import build
from workbench.mapping.assets import installed
from workbench.ui.map import FoliumView, reads_map

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.10(a)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "protomaps-leaflet.js").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """One map of each kind around El Centro."""
    folder = tmp_path / "maps"
    folder.mkdir()
    build(written(tmp_path), folder / "county.pmtiles")
    for column in range(180, 188):
        for row in range(408, 416):
            place = folder / f"aerial/10/{column}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{row}.png").write_bytes(picture())
    tiles = {(10, column, 1023 - row): picture("#0055cc") for column in range(180, 188) for row in range(408, 416)}
    mbtiles(folder / "survey.mbtiles", "png", tiles)
    beat = {"type": "Polygon", "coordinates": [[[-115.6, 32.7], [-115.5, 32.7], [-115.5, 32.8], [-115.6, 32.7]]]}
    feature = {"type": "Feature", "properties": {}, "geometry": beat}
    (folder / "beats.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    (folder / "broken.geojson").write_text("{", "utf-8")
    return folder


@pytest.fixture
def stage(chromium: Browser, maps: Path) -> Iterator[Stage]:
    view = FoliumView(reads_map(installed()), height="560px")
    with staged(chromium, view, shipped.static_dir(), maps=maps) as made:
        expect(choice(made)).to_be_visible()
        yield made


def choice(stage: Stage) -> Locator:
    return stage.page.frame_locator("iframe").get_by_role("combobox", name="Basemap")


def choose(stage: Stage, label: str, path: str) -> None:
    """Choose a basemap; returns when it stands."""
    choice(stage).select_option(label=label)
    stage.page.frames[1].wait_for_function("(path) => document.body.dataset.basemap === path", arg=path)


COLOURS = """(wanted) => [...document.querySelectorAll(".leaflet-tile-pane canvas")].some((canvas) => {
  if (!canvas.width) return false;
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  for (let at = 0; at < data.length; at += 4) {
    if (wanted.every((value, place) => data[at + place] === value)) return true;
  }
  return false;
})"""
HIGHWAY = [0xB0, 0x8A, 0x3E]
"""The colour of highways, on the schematic and on roads from a file."""


def painted(stage: Stage, colour: list[int]) -> None:
    """Wait until the ground has this colour somewhere."""
    stage.page.frames[1].wait_for_function(COLOURS, arg=colour)


def test_roads_from_a_shapefile_are_painted_and_the_schematic_makes_room(stage: Stage) -> None:
    page = stage.page.frame_locator("iframe")
    expect(page.get_by_text("El Centro")).to_be_visible()
    choose(stage, "county", "county.pmtiles")
    painted(stage, HIGHWAY)
    expect(page.get_by_text("El Centro")).to_have_count(0)
    expect(page.get_by_text("US Census Bureau, TIGER/Line")).to_be_visible()
    assert stage.widget.basemap == "county.pmtiles"
    choose(stage, "County lines and schematic", "")
    expect(page.get_by_text("El Centro")).to_be_visible()
    expect(page.get_by_text("US Census Bureau, TIGER/Line")).to_have_count(0)


def test_pictures_of_a_folder_and_of_a_database_are_painted(stage: Stage) -> None:
    choose(stage, "aerial", "aerial")
    painted(stage, [0xCC, 0x55, 0])
    choose(stage, "survey", "survey.mbtiles")
    painted(stage, [0, 0x55, 0xCC])
    expect(stage.page.frame_locator("iframe").get_by_text("County GIS")).to_be_visible()


def test_lines_of_the_agency_lie_over_the_schematic(stage: Stage) -> None:
    choose(stage, "beats (over the schematic)", "beats.geojson")
    page = stage.page.frame_locator("iframe")
    expect(page.locator("path[stroke='#5d4a17']")).to_have_count(1)
    expect(page.get_by_text("El Centro")).to_be_visible()


def test_a_broken_map_is_told_and_the_schematic_stays(stage: Stage) -> None:
    choose(stage, "broken (over the schematic)", "broken.geojson")
    expect(stage.page.get_by_role("alert")).to_contain_text("The basemap")
    expect(stage.page.frame_locator("iframe").get_by_text("El Centro")).to_be_visible()


def test_the_frame_reads_nothing_of_the_site_but_the_maps_that_are_listed(stage: Stage) -> None:
    frame = stage.page.frames[1]
    for path in ("../api/contents", "county.pmtiles/../../api", "secret.pmtiles", "aerial/../secret", "aerial/x"):
        told = frame.evaluate(
            """(path) => new Promise((done) => {
              window.addEventListener("message", ({ data }) => data.what === "answer" && done(data.data.bytes));
              parent.postMessage({ alpr: "map", ask: { number: 999, path } }, "*");
            })""",
            path,
        )
        assert told is None
    assert not [url for url in stage.asked if "api" in url or "secret" in url]
