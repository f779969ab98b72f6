"""Three burglaries and nobody saw a plate: who was at two of the three, found without a mouse (464.7(d))."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reach import hidden_sideways, tab_to, well_made
from tests.e2e.test_screens import SCRIPT
from tests.e2e.visit import Visit
from workbench.synthetic.places import cameras

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.7(d)")]

PROWLER = "5TGM839"
PLACES = ("EC-11", "EC-12", "EC-13")
SLOW = 60_000


def scene(page: Page, key: str, camera: str) -> None:
    """Type a scene of the last nine days around a camera, from wherever the focus is."""
    known = cameras().filter(camera=camera).row(0, named=True)
    now = datetime.now(ZoneInfo("America/Los_Angeles"))
    name = page.get_by_role("textbox", name=f"Scene {key}", exact=True)
    tab_to(name)
    page.keyboard.type(f"{camera} {SCRIPT}")
    for word, time in (("from", now - timedelta(days=9)), ("to", now)):
        field = page.get_by_label(re.compile(rf"^{key} {word} \("))
        tab_to(field)
        field.fill(f"{time:%Y-%m-%dT%H:%M}")
    kind = page.get_by_role("combobox", name=f"{key} place")
    tab_to(kind)
    page.keyboard.type("Circle")
    for word, value in (("latitude", known["latitude"]), ("longitude", known["longitude"]), ("radius (m)", 150)):
        field = page.get_by_label(f"{key} {word}", exact=True)
        expect(field).to_be_visible(timeout=SLOW)
        tab_to(field)
        page.keyboard.press("Control+a")
        page.keyboard.type(str(value))


def test_who_was_at_two_of_three_scenes_is_found_without_a_mouse_and_opened_by_itself(visit: Visit) -> None:
    visit.sign_in("ana", "canvass")
    visit.declare(case="26-05150", narrative="Burglaries on the west side at night; nobody saw a plate.")
    page = visit.page
    expect(page.get_by_text("Nothing asked yet.")).to_be_visible(timeout=SLOW)
    well_made(page)
    visit.picture("canvass-empty")
    for key, camera in zip("ABC", PLACES, strict=True):
        if key != "A":
            tab_to(page.get_by_role("button", name="Add a scene"))
            page.keyboard.press("Enter")
        scene(page, key, camera)
    tab_to(page.get_by_role("combobox", name="Seen at"))
    page.keyboard.type("2 of 3")
    tab_to(page.get_by_role("textbox", name="Colour"))
    page.keyboard.type("blue")
    canvass = page.get_by_role("button", name="Canvass", exact=True)
    tab_to(canvass)
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Vehicles around the scenes")
    row = table.get_by_role("row").filter(has_text=PROWLER)
    expect(row).to_be_visible(timeout=SLOW)
    expect(row).to_contain_text(re.compile(r"A: \d+ of \d+ days"))
    expect(page.locator(".alpr-record:visible")).to_contain_text(
        re.compile(r"asked in record \d+, released in record \d+")
    )
    assert page.evaluate("window.hurt") is None
    well_made(page)
    visit.picture("canvass-found")
    tab_to(table.locator("tbody tr").first)
    page.keyboard.press("ArrowDown")  # the first key chooses the row that has the focus
    while not row.evaluate("(each) => each === document.activeElement"):
        page.keyboard.press("ArrowDown")
    own = page.get_by_role("table", name="Reads of the chosen vehicle")
    expect(own).to_be_visible(timeout=SLOW)
    well_made(page)
    visit.picture("canvass-chosen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name=f"Vehicle {PROWLER}")).to_have_attribute("aria-selected", "true", timeout=SLOW)
    expect(page.get_by_role("table", name="Reads in the order of time")).to_be_visible(timeout=SLOW)
    well_made(page)
    visit.picture("canvass-vehicle")


def test_a_canvass_without_place_or_with_nonsense_is_told_at_its_scene(visit: Visit) -> None:
    visit.sign_in("ana", "canvass")
    visit.declare(case="26-05151")
    page = visit.page
    page.get_by_role("button", name="Canvass", exact=True).click(timeout=SLOW)
    expect(page.get_by_text("Not searched: Scene A: it has no place")).to_be_visible(timeout=SLOW)
    page.get_by_role("combobox", name="A place").select_option("Corners")
    page.get_by_label("A corners", exact=False).fill(SCRIPT)
    page.get_by_label(re.compile(r"^A from \(")).fill("2026-11-01T01:00")
    expect(page.get_by_text("comes twice, as PDT and as PST")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Line 1 is no place")).to_be_visible(timeout=SLOW)
    page.get_by_role("textbox", name="Scene A", exact=True).fill(10 * SCRIPT)
    for name in ("Make", "Model", "Colour", "Type", "State"):
        page.get_by_role("textbox", name=name, exact=True).fill("\u202e" + 200 * SCRIPT)
    page.get_by_role("button", name="Canvass", exact=True).click()
    expect(page.get_by_text(re.compile("Not searched: A: <script>"))).to_be_visible(timeout=SLOW)
    assert page.evaluate("window.hurt") is None
    assert hidden_sideways(page) == []
    visit.picture("canvass-bad")
