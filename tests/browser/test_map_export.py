"""464.5, 464.7(g): the exported map opens from a file, without a network, as it was on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, expect

from tests.unit.ui.fakes import NOW, reads
from tests.unit.ui.test_map_crowd import ZONE, scattered
from workbench.ui.map import FoliumView, ReadsLayer, Shape, Stamp, Stop, exported
from workbench.ui.map.assets import installed
from workbench.wire.search import Circle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.5"),
    pytest.mark.section("464.7(g)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]

STAMP = Stamp("ana", "Demo Police", "Criminal investigation", "26-01234", "plates like 7?BR4*", NOW, ZONE, 41)


def test_the_file_opens_without_a_network_and_shows_what_the_map_showed(chromium: Browser, tmp_path: Path) -> None:
    view = FoliumView("<p>", shapes=[Shape("Scene A", Circle(latitude=32.8, longitude=-115.5, radius_m=900))])
    ReadsLayer(view, ZONE).show(reads())
    view.show(
        stops=[Stop("r1", 32.7727, -115.5696, "1", "I-8 at Imperial Ave")], track=[(32.77, -115.57), (32.79, -115.55)]
    )
    file = tmp_path / "map.html"
    file.write_bytes(exported(view, STAMP, installed()))
    assert file.stat().st_size < 2_500_000
    context = chromium.new_context(offline=True, viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    expect(page.locator(".badge.camera")).to_have_count(6)
    expect(page.locator(".badge.stop")).to_have_text("1")
    expect(page.locator(".scene")).to_have_text("Scene A")
    expect(page.get_by_text("A read is a lead: confirm it with the image")).to_be_visible()
    expect(page.get_by_text("record 41")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="I-8 at Imperial Ave").last).to_contain_text("source: department")
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}
    assert faults == []
    context.close()


def test_clusters_and_heat_are_in_the_file_too(chromium: Browser, tmp_path: Path) -> None:
    view = FoliumView("<p>")
    ReadsLayer(view, ZONE).show(scattered(3000))
    file = tmp_path / "map.html"
    file.write_bytes(exported(view, STAMP, installed()))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator(".badge.cluster").first).to_be_visible()
    context.close()
