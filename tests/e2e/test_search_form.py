"""The form of the partial-plate search (464.7(d)): one analyst's searches, one after the other in the same notebook."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.test_screens import FOUND, PATTERN, SCRIPT, SLOW, find, search_page
from tests.e2e.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.7(d)")]

CYRILLIC = "\N{CYRILLIC CAPITAL LETTER A}"


@pytest.fixture(scope="module")
def box(staying: Visit) -> Locator:
    """Where the pattern is typed."""
    return search_page(staying)


def test_a_pattern_that_is_none_is_told_where_it_went_wrong_and_takes_the_old_answer_away(box: Locator) -> None:
    find(box)
    told = box.page.locator(".alpr-told").first
    for pattern, words, marked in (
        ("*", "would list everybody's plates", ""),
        ("7" * 200, "has 200 characters; a plate has at most 10", "7"),
        ("7AB\N{AUTOMOBILE}", "AUTOMOBILE, U+1F697", "\N{AUTOMOBILE}"),
        (f"7{CYRILLIC}B123", "looks like A but is another character", CYRILLIC),
        ("7A\N{ZERO WIDTH SPACE}B12", "can't be seen", "[U+200B]"),
        ("7A'; DROP TABLE reads", "APOSTROPHE", "'"),
        ("<b>7A", "LESS-THAN SIGN", "<"),
        (SCRIPT, "LESS-THAN SIGN", "<"),
        (2 * SCRIPT, f"has {2 * len(SCRIPT)} characters", ""),
    ):
        box.fill(pattern)
        box.press("Enter")
        expect(told).to_contain_text(words, timeout=SLOW)
        if marked:
            expect(told.locator("mark")).to_have_text(marked)
        expect(box.page.get_by_text("Not searched: see the form.")).to_be_visible(timeout=SLOW)
        expect(box.page.get_by_role("row").filter(has_text=FOUND)).to_have_count(0)
    box.fill("")
    box.press("Enter")
    expect(box.page.get_by_role("alert").filter(has_text="The pattern is empty.")).to_be_visible(timeout=SLOW)
    assert box.page.evaluate("window.hurt") is None


def test_a_window_that_ends_before_it_starts_is_not_searched(box: Locator) -> None:
    box.fill(PATTERN)
    box.page.get_by_label(re.compile(r"^From \(P[SD]T\)")).fill("2026-11-23T10:00")
    box.page.get_by_label(re.compile(r"^To \(P[SD]T\)")).fill("2026-11-22T10:00")
    box.press("Enter")
    expect(box.page.get_by_text("The time window ends before it starts.")).to_be_visible(timeout=SLOW)
    expect(box.page.get_by_text("Not searched: see the form.")).to_be_visible(timeout=SLOW)
    box.page.get_by_label(re.compile(r"^From \(")).fill("1900-01-01T00:00")
    expect(box.page.get_by_text("Give times from 1991 to 2098.")).to_be_visible(timeout=SLOW)
    box.page.get_by_role("button", name="30 days").click()
    expect(box.page.get_by_text("Give times from")).to_be_hidden(timeout=SLOW)
    find(box)


def test_few_characters_lead_to_the_page_that_asks(box: Locator) -> None:
    box.fill("7L?????")
    box.press("Enter")
    link = box.page.get_by_role("link", name="Open the page (new tab)")
    expect(link).to_have_attribute("href", re.compile(r"^/services/edge/assents/"), timeout=SLOW)


def test_a_click_on_a_stop_of_the_map_finds_its_read_in_the_table(box: Locator) -> None:
    row = find(box)
    row.click()
    order = box.page.get_by_role("table", name="Reads in the order of time")
    expect(order).to_be_visible(timeout=SLOW)
    stop = box.page.frame_locator("iframe").first.locator(".badge.stop").last
    number = stop.inner_text(timeout=SLOW).split(",")[0]
    stop.click(force=True)
    expect(order.locator("tr[aria-current]").get_by_role("rowheader")).to_have_text(number, timeout=SLOW)
