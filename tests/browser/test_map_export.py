"""464.5, 464.7(g): a map that was taken out opens from a file, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from alpr_lab import assets as shipped
from playwright.sync_api import Browser, expect

from tests.unit.release.ground import stamp
from tests.unit.ui.fakes import CAMERAS, reads
from tests.unit.ui.test_map_crowd import scattered
from workbench.mapping.assets import installed
from workbench.release.mapfile import map_of
from workbench.release.stamp import LEAD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.section("464.5"),
    pytest.mark.section("464.7(g)"),
    pytest.mark.skipif(
        not (shipped.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
    ),
]


def written(folder: Path, reads: pl.DataFrame, query: dict[str, Any]) -> Path:
    """The file that the custodian would make."""
    file = folder / "map.html"
    file.write_bytes(map_of(stamp(), reads, query, installed()))
    return file


def test_the_file_opens_without_a_network_and_shows_the_reads(chromium: Browser, tmp_path: Path) -> None:
    scene = {"area": {"latitude": 32.8, "longitude": -115.5, "radius_m": 900}}
    file = written(tmp_path, reads(), {"scenes": [scene]})
    assert file.stat().st_size < 2_500_000
    context = chromium.new_context(offline=True, viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    expect(page.locator(".badge.camera").first).to_be_visible()
    for camera, *_ in CAMERAS:
        expect(page.get_by_role("row").filter(has_text=camera).last).to_be_visible()
    expect(page.locator(".scene")).to_have_text("Scene 1")
    expect(page.get_by_text(LEAD)).to_be_visible()
    expect(page.get_by_text("record 41;")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="I-8 at Imperial Ave").last).to_contain_text("source: department")
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}
    assert faults == []
    context.close()


def test_stops_and_clusters_are_in_the_file_too(chromium: Browser, tmp_path: Path) -> None:
    crowd = scattered(3000).with_columns(resolved_plate=pl.lit(None, pl.String))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(written(tmp_path, crowd, {"pattern": "7*"}).as_uri())
    expect(page.locator(".badge.cluster").first).to_be_visible()
    page.goto(written(tmp_path, reads().head(3), {"plate": "7ABC123"}).as_uri())
    expect(page.locator(".badge.stop").first).to_be_visible()
    context.close()
