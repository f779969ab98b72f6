"""Reads of photographs are reviewed by keys, and a search finds what was corrected (464.7(d), 464.7(g))."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.reach import press, tab_to, well_made
from tests.e2e.test_screens import find
from tests.e2e.visit import Visit
from tests.photographs import BATCH, photographed_in
from workbench.custodian import demonstration

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.7(g)")]

SLOW = 60_000
STANDS = {"9REV318": ("9REV31B", 0.41), "8XYZ987": ("8XYZ987", 0.55), "6KLM550": ("6KLM550", 0.62)}


def test_an_analyst_reviews_photographs_by_keys_and_finds_the_corrected_plate(visit: Visit) -> None:
    photographed_in(visit.house, STANDS)
    visit.sign_in("ana", "review")
    visit.declare()
    page = visit.page
    tab_to(page.get_by_label("Batch"))
    page.keyboard.type(BATCH)
    press(page.get_by_role("button", name="Show what waits"))
    card = page.get_by_role("group", name=re.compile("Read 9REV31B, 1 of 3"))
    expect(card).to_be_visible(timeout=SLOW)
    expect(card.get_by_role("img", name="the plate read as 9REV31B is outlined")).to_be_visible(timeout=SLOW)
    well_made(page)
    visit.picture("review")

    press(card, "c")
    field = page.get_by_label("The plate in the image")
    expect(field).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("9REV?")
    expect(page.get_by_role("alert").filter(has_text="not a character of a plate")).to_be_visible(timeout=SLOW)
    visit.picture("review-typing")
    page.keyboard.press("Control+A")
    page.keyboard.type("9REV318")
    expect(page.get_by_role("button", name="Save correction")).to_be_enabled(timeout=SLOW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name=re.compile("Read 8XYZ987, 2 of 3"))).to_be_focused(timeout=SLOW)
    expect(page.get_by_text(re.compile(r"9REV31B corrected to 9REV318\..* On record as \d+"))).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("group", name=re.compile("Read 6KLM550, 3 of 3"))).to_be_visible(timeout=SLOW)
    page.keyboard.press("z")
    expect(page.get_by_role("group", name=re.compile("Read 8XYZ987, 2 of 3"))).to_be_visible(timeout=SLOW)
    page.keyboard.press("a")
    expect(page.get_by_text(re.compile(r"8XYZ987 accepted\. On record"))).to_be_visible(timeout=SLOW)
    page.set_viewport_size({"width": 1920, "height": 1080})
    visit.picture("review-done")
    page.get_by_label("Batch").fill(demonstration.BATCH)
    page.get_by_role("button", name="Show what waits").press("Enter")
    expect(page.get_by_role("group", name=re.compile("^Read [A-Z0-9]+, 1 of"))).to_be_visible(timeout=SLOW)
    visit.picture("review-demonstration")

    visit.open("ana", "partial_plate")
    visit.declare()
    box = page.get_by_role("textbox", name="Partial plate")
    expect(box).to_be_visible(timeout=SLOW)
    row = find(box, "9REV3?8", "9REV318")
    expect(row).to_contain_text("corrected from 9REV31B to 9REV318")
    visit.picture("review-found")
