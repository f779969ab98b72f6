"""Half a plate leads to one vehicle; every look at it has its own record, and none needs a mouse (464.7(d), 464.5)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reach import hidden_sideways, tab_to, well_made
from tests.e2e.test_screens import SCRIPT
from tests.e2e.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.7(d)", "464.5")]

SLOW = 60_000
RELEASED = re.compile(r"asked in record (\d+), released in record (\d+)")


def vehicle_page(visit: Visit, case: str) -> Page:
    """The one-vehicle notebook of ana, ready."""
    visit.sign_in("ana", "vehicle")
    visit.declare(case)
    expect(visit.page.get_by_role("textbox", name="Plate", exact=True)).to_be_visible(timeout=SLOW)
    return visit.page


def test_a_vehicle_is_chosen_from_half_a_plate_and_looked_at_from_every_side_without_a_mouse(visit: Visit) -> None:
    page = vehicle_page(visit, "26-04711")
    well_made(page)
    visit.picture("vehicle-empty")
    plate = page.get_by_role("textbox", name="Plate", exact=True)
    tab_to(plate)
    page.keyboard.type("6WD*18")
    page.keyboard.press("Enter")
    fits = page.get_by_role("table", name="Vehicles that fit")
    expect(fits.get_by_role("row").filter(has_text="6WDN318")).to_be_visible(timeout=SLOW)
    well_made(page)
    visit.picture("vehicle-choices")
    tab_to(fits.locator("tbody tr").first)
    page.keyboard.press("Enter")
    track = page.get_by_role("table", name="Reads in the order of time")
    expect(track.get_by_role("row").nth(5)).to_be_visible(timeout=SLOW)
    visit.picture("vehicle-track")
    tab_to(page.get_by_role("button", name="Later read"))
    page.keyboard.press("Enter")
    expect(track.locator("tr[aria-current]").get_by_role("rowheader")).to_have_text("1", timeout=SLOW)
    expect(page.frame_locator("iframe").locator(".badge.stop.chosen")).to_have_count(1, timeout=SLOW)
    expect(page.get_by_role("button", name="Show this read's plate")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Shift+Tab")
    tab_to(page.get_by_role("slider", name="Reads: from"), 300)
    page.keyboard.press("PageUp")
    expect(page.get_by_text("within the brush")).to_be_visible(timeout=SLOW)
    well_made(page)
    looked = {"Track": records(page)}
    tabs = page.get_by_role("tablist", name="Looks at the vehicle")
    shown = {
        "Hours": page.get_by_role("region", name="Reads by hour and weekday"),
        "Places": page.get_by_role("table", name="Places frequented"),
        "Seen together": page.get_by_role("table", name="Vehicles read near it")
        .get_by_role("row")
        .filter(has_text="AKT4127"),
        "Gaps": page.get_by_text("A gap is a stretch without a read"),
        "Base rate": page.get_by_role("table", name="Base rates by camera"),
    }
    tab_to(tabs.get_by_role("tab", name="Track"), 300)
    for name, what in shown.items():
        page.keyboard.press("ArrowRight")
        expect(tabs.get_by_role("tab", name=name)).to_be_focused()
        page.keyboard.press("Enter")
        expect(what).to_be_visible(timeout=SLOW)
        expect(page.locator(".alpr-record:visible")).to_contain_text(RELEASED, timeout=SLOW)
        looked[name] = records(page)
        well_made(page)
        visit.picture(f"vehicle-{name.lower().replace(' ', '-')}")
    assert looked["Hours"] == looked["Places"], "hours are counted from the places: one look"
    assert len({tuple(each) for each in looked.values()}) == 5
    assert len(looked["Base rate"]) == 2


def test_what_is_no_plate_is_told_and_hostile_text_stays_text(visit: Visit) -> None:
    page = vehicle_page(visit, "26-04712")
    plate = page.get_by_role("textbox", name="Plate", exact=True)
    for typed, words in (
        (SCRIPT, "at most 10 letters and digits"),
        ("<b>7</b>", "LESS-THAN SIGN"),
        ("7" * 10_000, "at most 10 letters and digits"),
        ("7AB\u202e1", "U+202E"),
        ("\N{AUTOMOBILE}", "AUTOMOBILE"),
        ("*", "would list everybody's plates"),
    ):
        plate.fill(typed)
        plate.press("Enter")
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible(timeout=SLOW)
        assert hidden_sideways(page) == []
    plate.fill("9ZZZ999")
    plate.press("Enter")
    expect(page.get_by_text("No read in this window.")).to_be_visible(timeout=SLOW)
    visit.picture("vehicle-none")
    page.get_by_role("button", name="90 days", exact=True).click()
    plate.press("Enter")
    link = page.get_by_role("link", name="Open the page (new tab)")
    expect(link).to_have_attribute("href", re.compile(r"^/services/edge/assents/"), timeout=SLOW)
    visit.picture("vehicle-asked")
    assert page.evaluate("window.hurt") is None


def records(page: Page) -> list[tuple[str, ...]]:
    """The records that the tab on the screen names."""
    return [each.groups() for each in RELEASED.finditer(page.locator(".alpr-record:visible").inner_text())]
