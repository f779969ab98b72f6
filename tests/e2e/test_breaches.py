"""A breach in a browser (464.10): reported by an analyst, measured by the log, told of, closed by another person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.test_edge import entered, typed
from tests.e2e.test_screens import SLOW, hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.10")]

WHAT = "A laptop with a signed-in session was left in a café on Main Street."


@pytest.fixture
def second(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The second administrator, in a window of her own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    with second_administrator(house, "edna") as staffed:
        yield Visit(context, staffed, tmp_path_factory.mktemp("edna"))
    context.close()


def test_a_breach_is_measured_by_the_log_told_of_and_closed_by_somebody_else(visit: Visit, second: Visit) -> None:
    page = visit.page
    visit.sign_in("adam", "breaches")
    visit.declare(case="A-2026-23")
    page.get_by_label("What happened, as far as it is known").fill(WHAT)
    page.get_by_label("What happened, as far as it is known").press("Tab")
    page.get_by_role("button", name="Report", exact=True).click()
    told = page.get_by_text(re.compile(r"Breach \d+ is reported, under record"))
    expect(told).to_be_visible(timeout=SLOW)
    found = re.search(r"Breach (\d+)", told.inner_text())
    assert found
    page.get_by_role("button", name="See in the log").click()
    expect(page.get_by_text("in all, each counted once")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("table", name="Who was shown how much").get_by_role("row").nth(1)).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("measured")
    for label, words in {
        "Who was told": "City attorney",
        "By what way": "letter",
        "In which words": "One session was open for ten minutes; the log shows nothing was read.",
        "What was found and done": "The session was ended, the password changed.",
    }.items():
        page.get_by_label(label).fill(words)
        page.get_by_label(label).press("Tab")
        if label == "In which words":
            page.get_by_role("button", name="Keep notice").click()
            expect(page.get_by_text("Kept on file that City attorney was told")).to_be_visible(timeout=SLOW)
    visit.picture("told")
    page.get_by_role("button", name="Ask for its closing").click()
    expect(page.get_by_text("waits to be closed by another administrator")).to_be_visible(timeout=SLOW)
    closed(second, found[1])
    page.get_by_label("What happened, as far as it is known").fill(f"Another one: {WHAT}")
    page.get_by_label("What happened, as far as it is known").press("Tab")
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_text(re.compile(r"Breach \d+ is reported, .* 1 to be dealt with"))).to_be_visible(timeout=SLOW)
    visit.picture("closed")
    visit.open("adam", "start")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Go on with case A-2026-23")).click(timeout=SLOW)
    expect(page.get_by_role("link", name="1 breach to be dealt with (464.10).")).to_be_visible(timeout=SLOW)
    visit.picture("first page")


def closed(second: Visit, number: str) -> None:
    """On the signed-in page, with the password."""
    page: Page = entered(second, "edna")
    page.goto(f"{second.house.url}/services/edge/decisions")
    request = page.get_by_role("article").filter(has=page.get_by_role("heading", name=f"Close breach {number}"))
    expect(request.get_by_text(WHAT)).to_be_visible()
    second.picture("decision")
    request.get_by_role("button", name="Approve").click()
    typed(page, second.house.passwords["edna"])
    expect(page.get_by_text(f"Entry {number} is approved.")).to_be_visible()
