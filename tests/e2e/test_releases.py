"""A request of another agency in a browser (464.9, 464.11): entered, approved by another, fulfilled, on file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_edge import entered, typed
from tests.e2e.test_screens import SLOW, find, hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.9", "464.11")]

PURPOSE = "Homicide of 3 May, case 26-0088: where the suspect's car was seen."


@pytest.fixture
def adam(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The administrator, in a window of his own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield Visit(context, house, tmp_path_factory.mktemp("adam"))
    context.close()


def test_reads_go_to_another_agency_on_an_approved_request_and_stand_in_its_register(visit: Visit, adam: Visit) -> None:
    page = visit.page
    visit.sign_in("ana")
    visit.open("ana", "releases")
    visit.declare(case="26-0088")
    number = asked(visit)
    approved(adam, number)
    visit.open("ana", "partial_plate")
    visit.declare(case="26-0088")
    box = page.get_by_role("textbox", name="Partial plate")
    find(box)
    package = taken(visit, number)
    command = [visit.house.python.with_name("workbench"), "evidence", "verify", str(package)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stderr
    visit.open("ana", "releases")
    page.get_by_role("row").filter(has_text="Det. R. Vega").first.click()
    expect(page.get_by_text("evidence EV-26-0042")).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("register")
    package.unlink()


def asked(visit: Visit) -> str:
    """The request as it came in writing; its number."""
    page = visit.page
    page.get_by_label("Agency that asks").fill("Imperial County Sheriff")
    page.get_by_label("Person who asks").fill("Det. R. Vega")
    page.get_by_label("Where the writing is kept").fill("Letter 26-118")
    page.get_by_label("Purpose, as written").fill(PURPOSE)
    page.get_by_label("Purpose, as written").press("Tab")
    page.get_by_role("button", name="Enter request").click()
    told = page.get_by_text(re.compile(r"Request \d+ waits for approval, under record"))
    expect(told).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("entered")
    found = re.search(r"Request (\d+)", told.inner_text())
    assert found
    return found[1]


def approved(adam: Visit, number: str) -> None:
    """On the signed-in page, with the password."""
    page: Page = entered(adam, "adam")
    page.goto(f"{adam.house.url}/services/edge/decisions")
    heading = page.get_by_role("heading", name=f"Approve request {number}: reads for Imperial County Sheriff")
    request = page.get_by_role("article").filter(has=heading)
    expect(request.get_by_text("18 USC 2721(b)(1)")).to_be_visible()
    adam.picture("decision")
    request.get_by_role("button", name="Approve").click()
    typed(page, adam.house.passwords["adam"])
    expect(page.get_by_text(f"Entry {number} is approved.")).to_be_visible()
    adam.picture("decided")


def taken(visit: Visit, number: str) -> Path:
    """The evidence package, confirmed with the password; where it lies."""
    page = visit.page
    page.get_by_role("button", name="Take out …").click()
    page.get_by_label("Format").select_option(label="Evidence package (ZIP, sealed)")
    page.get_by_label("Request that it fulfils").fill(number)
    page.get_by_label("Evidence number").fill("EV-26-0042")
    page.get_by_label("What the file is for").fill("For the sheriff's homicide case, as asked in writing.")
    page.get_by_label("What the file is for").press("Tab")
    page.get_by_role("button", name="Take out", exact=True).click()
    link = page.get_by_role("link", name="Open the page (new tab)")
    expect(link).to_be_visible(timeout=SLOW)
    visit.picture("asked")
    with visit.context.expect_page() as opened:
        link.click()
    signed = opened.value
    expect(signed.get_by_text("Imperial County Sheriff, Det. R. Vega; 18 USC 2721(b)(1)")).to_be_visible()
    signed.get_by_role("button", name="Yes").click()
    typed(signed, visit.house.passwords["ana"])
    expect(signed.get_by_role("heading", name="Recorded: granted")).to_be_visible()
    signed.close()
    page.get_by_role("button", name="Take it out again").click()
    expect(page.get_by_role("button", name=re.compile(r"^Save reads-record-\d+\.zip"))).to_be_visible(timeout=SLOW)
    [package] = (visit.house.data / "homes" / "ana" / "taken-out").glob("*.zip")
    return package
