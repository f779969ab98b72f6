"""How the screens hold up (464.5, 464.6, 464.7(d)): nothing hidden sideways, errors where they arose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.reach import hidden_sideways
from tests.e2e.visit import NARRATIVE, Visit
from tests.unit.basemap.shapefiles import written
from workbench.basemap import build

pytestmark = [pytest.mark.browser, pytest.mark.machine]

PATTERN = "7?BR4*"
FOUND = "7LBR461"
SCRIPT = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d P[SD]T"
SLOW = 60_000


def search_page(visit: Visit, case: str = "26-04711", narrative: str = NARRATIVE) -> Locator:
    """The partial-plate notebook of ana, ready; the box for the pattern."""
    visit.sign_in("ana", "partial_plate")
    visit.declare(case, narrative)
    box = visit.page.get_by_role("textbox", name="Partial plate")
    expect(box).to_be_visible(timeout=SLOW)
    return box


def find(box: Locator, pattern: str = PATTERN, plate: str = FOUND) -> Locator:
    """Search with the Enter key; the row of a plate."""
    box.fill(pattern)
    box.press("Enter")
    row = box.page.get_by_role("row").filter(has_text=plate).first
    expect(row).to_be_visible(timeout=SLOW)
    return row


def narrow(visit: Visit) -> None:
    """The smallest screen that an analyst is given."""
    visit.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.section("464.7(d)")
def test_the_search_fits_a_small_screen_and_map_and_table_point_at_each_other(visit: Visit) -> None:
    narrow(visit)
    box = search_page(visit)
    page = visit.page
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_in_viewport()
    expect(page.locator(".jp-FileBrowser")).to_be_hidden()
    row = find(box)
    expect(page.get_by_text(re.compile(r"On record as \d+"))).to_be_in_viewport()
    expect(row.get_by_role("cell").last).to_have_text(re.compile(MOMENT))
    row.click()
    second = page.get_by_role("table", name="Reads in the order of time").get_by_role("row").nth(2)
    second.click()
    expect(page.frame_locator("iframe").first.locator(".badge.stop.chosen")).to_have_count(1, timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("pointed")
    page.locator(".widget-toggle-button", has_text="Reads").click()
    expect(page.get_by_role("table", name="Reads found")).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("reads")


@pytest.mark.section("464.10(a)")
def test_the_agencys_own_map_lies_under_the_reads(visit: Visit, tmp_path: Path) -> None:
    folder = visit.house.data / "basemaps"
    folder.mkdir(exist_ok=True)
    build(written(tmp_path), folder / "county.pmtiles")
    find(search_page(visit))
    the_map = visit.page.frame_locator("iframe").first
    the_map.get_by_role("combobox", name="Basemap").select_option("county")
    expect(the_map.locator("body[data-basemap='county.pmtiles']")).to_have_count(1, timeout=SLOW)
    expect(the_map.get_by_text("US Census Bureau, TIGER/Line")).to_be_visible()
    expect(the_map.locator(".badge.camera").first).to_be_visible()
    visit.picture("basemap")


@pytest.mark.section("464.6")
def test_the_log_fits_a_small_screen_tells_local_times_and_shows_hostile_words_as_words(visit: Visit) -> None:
    box = search_page(visit, "26-09417", f"{NARRATIVE} {SCRIPT}")
    find(box)
    visit.context.clear_cookies()
    narrow(visit)
    visit.sign_in("adam", "access_log")
    visit.declare(case="A-2026-11")
    page = visit.page
    row = page.get_by_role("row").filter(has_text="26-09417").filter(has_text=f"plates like {PATTERN}").first
    expect(row).to_be_visible(timeout=SLOW)
    expect(row).to_contain_text(re.compile(f"from {MOMENT} until {MOMENT}"))
    assert hidden_sideways(page) == []
    row.click()
    told = page.locator("tr.more")
    expect(told.get_by_text(re.compile(r" P[SD]T \(.* UTC\)"))).to_be_visible(timeout=SLOW)
    expect(told).to_contain_text(SCRIPT)
    assert hidden_sideways(page) == []
    assert page.evaluate("window.hurt") is None
    visit.picture("log-narrow")


@pytest.mark.section("464.5")
def test_a_notebook_without_a_purpose_says_what_to_do(visit: Visit) -> None:
    visit.sign_in("adam")
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click(timeout=SLOW)
    panel = visit.page.locator(".alpr-Shipped.alpr-mod-gated:visible")
    expect(panel).to_have_count(1, timeout=SLOW)
    said = panel.evaluate("(each) => getComputedStyle(each, '::after').content")
    assert "press Declare purpose" in said
    visit.page.get_by_role("button", name="Declare purpose").click()
    visit.declare()
    expect(visit.page.get_by_text("What to do next.")).to_be_visible(timeout=SLOW)
    expect(visit.page.get_by_role("link", name=re.compile("^Access log"))).to_be_visible()
    visit.picture("start-adam")
