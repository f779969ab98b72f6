"""What ends, and what a hold keeps: one administrator asks, another approves, both in a browser (464.9, 464.10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.reach import hidden_sideways
from tests.e2e.test_edge import entered, typed
from tests.e2e.visit import Visit
from tests.house import House
from tests.past import CASES

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.9", "464.10")]

HELD = CASES[0]
WHY = "Discovery request of the defence, 12 November"
REVIEW = date.today() + timedelta(days=61)  # noqa: DTZ011 - some day soon


@pytest.fixture
def eve(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The second administrator, in a window of her own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    with second_administrator(house) as staffed:
        yield Visit(context, staffed, tmp_path_factory.mktemp("eve"))
    context.close()


def test_details_are_shredded_by_two_administrators_and_a_held_case_keeps_its_own(visit: Visit, eve: Visit) -> None:
    visit.sign_in("adam", "holds")
    visit.declare(case="A-2026-20")
    page = visit.page
    expect(page.get_by_text("No case is held.").first).to_be_visible()
    page.locator("html[data-alpr-in-order]").wait_for(state="attached")
    with visit.house.busy_kernels("adam"):
        holds(page)
    expect(page.get_by_text(f"Case {HELD} is held, under record")).to_be_visible()
    row = (
        page.get_by_role("table", name="Holds, the next to be looked at first").get_by_role("row").filter(has_text=HELD)
    )
    expect(row).to_contain_text(WHY)
    expect(row).to_contain_text(f"{REVIEW}")
    visit.picture("held")
    page.get_by_role("button", name="Show what would go").click()
    expect(page.get_by_text("4 records", exact=True)).to_be_visible()
    expect(page.get_by_text(f"{HELD} (2 records)")).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("preview")
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_role("alert").filter(has_text="a second administrator approves it")).to_be_visible()
    visit.picture("asked")
    approves(eve)
    page.get_by_role("button", name="Shred now, it was approved").click()
    expect(page.get_by_text("4 records lost their details for good")).to_be_visible()
    row = page.get_by_role("table", name="Certificates").get_by_role("row").filter(has_text="eve").first
    expect(row).to_contain_text("adam")
    visit.picture("certificate")
    lifts(page, HELD)
    visit.picture("lifted")


def holds(page: Page) -> None:
    """A case is held, typed letter by letter and pressed at once: its reason, and when it is looked at again."""
    page.get_by_label("Case number").press_sequentially(HELD)
    page.get_by_label("Why nothing of it may be taken away").press_sequentially(WHY)
    page.get_by_label("Look at it again by").first.press_sequentially(f"{REVIEW:%m%d%Y}")
    page.get_by_role("button", name="Place hold").click()


def approves(eve: Visit) -> None:
    """On the signed-in page, with the password; what she approves stands beside it."""
    page = entered(eve, "eve")
    page.goto(f"{eve.house.url}/services/edge/assents")
    asked = "Approve the shredding of log details that adam asks for"
    question = page.get_by_role("article").filter(has=page.get_by_role("heading", name=asked))
    expect(question).to_be_visible()
    eve.picture("question")
    question.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Records kept by holds")).to_be_visible()
    eve.picture("password")
    typed(page, eve.house.passwords["eve"])
    expect(page.get_by_role("heading", name="Recorded: granted")).to_be_visible()
    eve.picture("granted")


def lifts(page: Page, case: str) -> None:
    """The hold that is chosen ends, with its reason."""
    page.get_by_role("row").filter(has_text=case).first.click()
    page.get_by_label("Why the chosen hold goes on, or ends").fill("The case was closed in court this week")
    page.get_by_role("button", name="Lift hold").click()
    expect(page.get_by_text(f"The hold of case {case} is lifted.")).to_be_visible()
