"""From a list to a verified hit in the browser (464.7(g)): entered, followed, said by key, taken back, looked up."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.contract.desk import ask
from tests.contract.test_hotlists import batch, handing_in, list_of
from tests.e2e.reach import step_to, well_made
from tests.e2e.visit import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.machine,
    pytest.mark.timeout(600),
    pytest.mark.section("464.7(g)", "464.7.1(c)", "464.10(a)"),
]

SCRIPT = "<img src=x onerror='window.hurt = 1'> dent in the left door"


def test_a_hit_appears_by_itself_and_is_looked_up_with_the_keyboard_alone(visit: Visit) -> None:
    plate = f"4{secrets.choice('XYZ')}K{secrets.randbelow(10**4):04}"
    keep(visit, plate)
    visit.context.clear_cookies()
    visit.sign_in("ana", "hits")
    visit.declare(case="26-08117")
    page = visit.page
    expect(page.get_by_role("status").filter(has_text="New hits appear by themselves")).to_be_visible()
    planted = page.get_by_role("table", name="Hits, those to verify first").get_by_role("row")
    expect(planted.filter(has_text="6WKB902")).to_contain_text("6WK8902")  # of the demonstration: a B taken for an 8
    assert ask(visit.house, "ana", [handing_in(batch(plate))])[0].json["hits"] == 1
    row = page.get_by_role("table", name="Hits, those to verify first").get_by_role("row").filter(has_text=plate)
    expect(row).to_contain_text("Not verified")
    expect(page.get_by_role("status").filter(has_text="1 new hit, not verified")).to_be_visible()
    step_to(row, page.get_by_role("table", name="Hits, those to verify first"))
    expect(page.get_by_text("UNVERIFIED: look it up in CLETS")).to_be_visible()
    expect(page.locator(".alpr-plate").first).to_contain_text(plate)
    expect(page.frame_locator("iframe").first.locator(".badge.camera").first).to_be_visible()
    well_made(page)
    visit.picture("hit")
    say(page, plate)
    well_made(page)
    assert page.evaluate("window.hurt") is None
    visit.picture("verified")


def say(page: Page, plate: str) -> None:
    """By key: a slip, taken back, then what CLETS said."""
    table = page.get_by_role("table", name="Hits, those to verify first")
    row = table.get_by_role("row").filter(has_text=plate)
    expect(row).to_be_focused()
    page.keyboard.press("3")
    expect(row).to_contain_text("Misread")
    expect(table.locator("tr[aria-current]")).to_be_focused()
    page.keyboard.press("z")
    expect(row).to_contain_text("Not verified")
    expect(row).to_be_focused()
    page.keyboard.press("1")
    reference = page.get_by_label("CLETS reference")
    expect(reference).to_be_focused()
    page.keyboard.type("CLETS 26-118")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Correct")
    step_to(row, table)
    history = page.locator("table.alpr-said")
    expect(history).to_contain_text("CLETS 26-118")
    expect(history).to_contain_text("Taken back")
    expect(history.locator("tbody tr")).to_have_count(3)


def keep(visit: Visit, plate: str) -> None:
    """An administrator puts a list in force and enters a plate of the agency's own."""
    visit.sign_in("adam", "hotlists")
    visit.declare(case="A-2026-11")
    page = visit.page
    expect(page.get_by_role("table", name="Hotlists")).to_be_attached()
    page.get_by_role("tab", name="Put a list in force", exact=True).click()
    name = f"journey {secrets.token_hex(3)}"
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": list_of("9ABC001", "9ABC002", "")}
    page.get_by_label("Or a file from your own machine").set_input_files([file])  # type: ignore[list-item]
    page.get_by_label("Name of the list").fill(name)
    page.get_by_label("Source", exact=True).select_option("department")
    expect(page.get_by_text("ready to hand in")).to_be_visible()
    page.get_by_role("button", name="Look it through").click()
    expect(page.get_by_role("status").filter(has_text="2 entries understood")).to_be_visible()
    expect(page.get_by_role("table", name="What would change")).to_contain_text("9ABC001")
    expect(page.get_by_role("table", name="Rejected entries")).to_contain_text("the plate is empty")
    well_made(page)
    visit.picture("preview")
    page.get_by_role("button", name="Put in force", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=f"{name} is in force: version 1")).to_be_visible()
    page.get_by_role("tab", name="Our own entries").click()
    page.get_by_label("Plate", exact=True).fill(plate)
    page.get_by_role("button", name="Enter the plate", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="464.7.1(c)")).to_be_visible()
    page.get_by_label("Reason").locator("visible=true").fill("vehicle of a felony")
    page.get_by_label("Last day").locator("visible=true").fill(str((datetime.now(UTC) + timedelta(days=9)).date()))
    page.get_by_label("Note", exact=True).fill(SCRIPT)
    page.get_by_role("button", name="Enter the plate", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=f"{plate} is watched for until")).to_be_visible()
    expect(page.get_by_role("table", name="Entries, those that expire first on top")).to_contain_text(SCRIPT)
    well_made(page)
    assert page.evaluate("window.hurt") is None
    visit.picture("own")
    page.get_by_role("tab", name="Lists", exact=True).click()
    expect(page.get_by_role("table", name="Hotlists")).to_contain_text(name)
    well_made(page)
    visit.picture("lists")
