"""A second notebook offers the purpose of the first, and takes it only when pressed (464.5(4))."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.5")]


def test_a_second_notebook_goes_on_with_the_purpose_of_the_first_when_asked_to(visit: Visit) -> None:
    visit.sign_in("ana")
    visit.declare(case="26-05150")
    visit.open("ana", "partial_plate")
    page = visit.page
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Declare your purpose")).to_be_visible(timeout=60_000)
    offer = dialog.get_by_role("button", name="Go on with case 26-05150 (Criminal investigation)")
    expect(offer).to_have_text(re.compile(r"declared (just now|\d+ min ago)"))
    assert offer.evaluate("button => button !== document.activeElement"), "Enter alone would take it unasked"
    visit.picture("offered")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Declare purpose")).to_be_visible()
    expect(page.get_by_role("textbox", name="Partial plate")).to_have_count(0)  # nothing ran meanwhile
    page.get_by_role("button", name="Declare purpose").click()
    offer.click()
    expect(dialog).to_be_hidden(timeout=30_000)
    expect(page.get_by_role("button", name=re.compile("Case 26-05150"))).to_be_visible()
    box = page.get_by_role("textbox", name="Partial plate")
    box.fill("7?BR4*")
    box.press("Enter")
    expect(page.get_by_role("table").filter(has_text="7LBR461").first).to_be_visible()
    visit.picture("gone-on")
    visit.context.clear_cookies()
    visit.sign_in("adam", "access_log")
    visit.declare(case="A-2026-12")
    row = page.get_by_role("row").filter(has_text="go on with the purpose of case 26-05150").filter(has_text="ana")
    expect(row.first).to_be_visible(timeout=30_000)
