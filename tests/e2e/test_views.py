"""A notebook in JupyterLab's view and in Notebook's own, and the way from one to the next (464.5(4))."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.reach import hidden_sideways
from tests.e2e.test_screens import find
from tests.e2e.visit import Visit
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.5")]


def plain(visit: Visit, notebook: str) -> Page:
    """A notebook in Notebook's view, where a bookmark led ana; nothing is declared yet."""
    visit.house.end_kernels("ana")
    visit.sign_in_at("ana", f"/hub/user-redirect/notebooks/notebooks/{notebook}.ipynb")
    return visit.page


def test_a_card_opens_its_notebook_beside_the_start_page(visit: Visit) -> None:
    visit.sign_in("ana")
    visit.declare(case="26-07000")
    page = visit.page
    card = page.get_by_role("link", name=re.compile("^Search by a partial plate"))
    expect(card).to_have_attribute("href", "/user/ana/lab/tree/notebooks/partial_plate.ipynb")
    card.click()
    tab = page.get_by_role("tab", name="partial_plate.ipynb", exact=True)
    expect(tab).to_have_attribute("aria-selected", "true")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Go on with case 26-07000")).click()
    find(page.get_by_role("textbox", name="Partial plate"))
    assert len(visit.context.pages) == 1


def test_what_was_declared_in_one_notebook_is_offered_in_another_that_was_open_before(visit: Visit) -> None:
    visit.sign_in("ana")
    page = visit.page
    visit.cancel("start")
    visit.open("ana", "partial_plate")
    visit.cancel("partial_plate")
    page.get_by_role("tab", name="start.ipynb", exact=True).click()
    visit.declare(case="26-07003")
    page.get_by_role("tab", name="partial_plate.ipynb", exact=True).click()
    page.get_by_role("button", name="Declare purpose").click()
    offer = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Go on with case 26-07003"))
    offer.click()
    expect(page.get_by_role("textbox", name="Partial plate")).to_be_visible()


def in_the_middle(page: Page, width: int) -> bool:
    """Whether the panel leaves as much room at its left as at its right, once the page has heard of its width."""
    box = page.locator(".alpr").first.bounding_box()
    return box is not None and abs(box["x"] - (width - box["x"] - box["width"])) < 40


def test_notebooks_own_view_asks_shows_and_ends_a_purpose_in_its_banner(visit: Visit) -> None:
    page = plain(visit, "partial_plate")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").click()
    panel = page.locator(".alpr-Shipped.alpr-mod-gated")
    said = panel.evaluate("(each) => getComputedStyle(each, '::after').content")
    assert "press Declare purpose in the line at the top" in said
    page.get_by_role("note", name="Rules of use").get_by_role("button", name="Declare purpose").click()
    visit.declare(case="26-07001")
    row = find(page.get_by_role("textbox", name="Partial plate"))
    expect(page.frame_locator("iframe").first.locator(".badge.camera").first).to_be_visible()
    for width in (1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        until(partial(in_the_middle, page, width), 15, why=lambda: "the panel does not stand in the middle")
        assert hidden_sideways(page) == []
    visit.picture("notebook")
    page.get_by_role("button", name=re.compile("Case 26-07001")).click()
    page.get_by_role("button", name="End purpose").click()
    expect(row).to_be_hidden()
    visit.picture("ended")


def test_the_cards_in_notebooks_own_view_stay_in_it(visit: Visit) -> None:
    page = plain(visit, "start")
    visit.declare()
    card = page.get_by_role("link", name=re.compile("^Search by a partial plate"))
    with visit.context.expect_page() as opened:
        card.click()
    expect(opened.value).to_have_url(re.compile("/user/ana/notebooks/notebooks/partial_plate.ipynb"))


def test_what_an_ended_purpose_opened_is_looked_at_no_longer(visit: Visit) -> None:
    visit.sign_in("ana", "partial_plate")
    visit.declare(case="26-07002")
    page = visit.page
    row = find(page.get_by_role("textbox", name="Partial plate"))
    page.get_by_role("button", name=re.compile("Case 26-07002")).click()
    page.get_by_role("button", name="End purpose").click()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Declare purpose").click()
    visit.declare(case="26-07002")
    expect(page.get_by_role("textbox", name="Partial plate")).to_be_visible()
    expect(page.get_by_text("Nothing searched yet").locator("visible=true")).to_be_visible()


def test_a_rejected_purpose_is_told_beside_its_fields_and_not_by_their_inner_names(visit: Visit) -> None:
    visit.sign_in("ana")
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Declare your purpose")).to_be_visible(timeout=60_000)
    dialog.get_by_label("Case number").fill("7" * 200)
    dialog.get_by_role("button", name="Declare purpose").click()
    expect(dialog.get_by_role("alert")).to_contain_text("correct what is marked below")
    expect(dialog).to_contain_text("A case number has at most 40 characters; this has 200.")
    expect(dialog).to_contain_text("Choose one of the listed purposes")
    expect(dialog).not_to_contain_text("case_number")
