"""Other agencies in a browser (464.9, 464.11): requests and agreements, entered by one, approved by another."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.test_edge import entered, typed
from tests.e2e.test_screens import PATTERN, SLOW, find, hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.9", "464.11")]

PURPOSE = "Homicide of 3 May, case 26-0088: where the suspect's car was seen."
TODAY = datetime.now(UTC).date()
OF_THE_PRESS = "Neither law enforcement nor prosecutor"


@pytest.fixture
def adam(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The administrator, in a window of his own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield Visit(context, house, tmp_path_factory.mktemp("adam"))
    context.close()


def test_reads_go_to_another_agency_on_an_approved_request_and_stand_in_its_register(visit: Visit, adam: Visit) -> None:
    page = visit.page
    visit.sign_in("ana", "releases")
    visit.declare(case="26-0088")
    referred(visit)
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
    page.get_by_role("button", name="Take out", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="As many files as were asked for")).to_be_visible(timeout=SLOW)
    visit.picture("second-file")
    visit.open("ana", "releases")
    page.get_by_role("row").filter(has_text="Det. R. Vega").first.click()
    expect(page.get_by_text("evidence EV-26-0042")).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("register")
    package.unlink()


def typed_in(page: Page, agency: str, person: str) -> None:
    """What stands in the writing, into the form."""
    page.get_by_label("Agency that asks").fill(agency)
    page.get_by_label("Person who asks").fill(person)
    page.get_by_label("Where the writing is kept").fill("Letter 26-118")
    page.get_by_label("Purpose, as written").fill(PURPOSE)
    page.get_by_label("Plates asked for").fill(PATTERN)
    page.get_by_label(re.compile(r"^From \(P")).fill(f"{TODAY - timedelta(days=60)}T00:00")
    page.get_by_label(re.compile(r"^Until \(P")).fill(f"{TODAY + timedelta(days=2)}T00:00")
    page.get_by_label("Cameras").press("Tab")


def referred(visit: Visit) -> None:
    """The press is referred to Records, and nobody may pay; neither waits for anybody's approval."""
    page = visit.page
    page.get_by_label("Type of agency").first.select_option(label=OF_THE_PRESS)
    typed_in(page, "Imperial Valley Press", "C. Ortega")
    page.get_by_label("Something is paid for it").check()
    page.get_by_role("button", name="Enter request").click()
    expect(page.get_by_role("alert").filter(has_text="Reads are never sold")).to_be_visible(timeout=SLOW)
    visit.picture("sold")
    page.get_by_label("Something is paid for it").uncheck()
    page.get_by_role("button", name="Enter request").click()
    told = page.get_by_text(re.compile(r"Request \d+ referred to Records, under record"))
    expect(told).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("row").filter(has_text="Imperial Valley Press").first).to_contain_text("referred")
    page.get_by_label("Type of agency").first.select_option(label="Law enforcement agency of California")


def asked(visit: Visit) -> str:
    """The request as it came in writing; its number."""
    page = visit.page
    typed_in(page, "Imperial County Sheriff", "Det. R. Vega")
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
    expect(request).to_contain_text(PATTERN)
    expect(request).to_contain_text("100 reads in one file")
    expect(page.get_by_role("article").filter(has_text="Imperial Valley Press")).to_have_count(0)
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


def test_an_agreement_is_approved_by_another_carries_while_it_lasts_and_can_be_ended(
    visit: Visit, chromium: Browser, tmp_path: Path
) -> None:
    page = visit.page
    visit.sign_in("adam", "releases")
    visit.declare(case="A-2026-23")
    over = agreed(visit, "Brawley Police", TODAY - timedelta(days=90), TODAY - timedelta(days=2))
    lasts = agreed(visit, "Calexico Police", TODAY - timedelta(days=2), TODAY + timedelta(days=90))
    with second_administrator(visit.house, "eliza") as staffed:
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        decided(Visit(context, staffed, tmp_path), over, lasts)
        context.close()
    visit.open("adam", "releases")
    rows = page.get_by_role("table", name="Agreements").get_by_role("row")
    expect(rows.filter(has_text="Brawley Police")).to_contain_text("not in force", timeout=SLOW)
    expect(rows.filter(has_text="Calexico Police")).to_contain_text("in force")
    under = page.get_by_label("Under agreement")
    expect(under.get_by_role("option", name=f"{lasts}: Calexico Police")).to_have_count(1)
    expect(under.get_by_role("option", name=f"{over}: Brawley Police")).to_have_count(0)
    assert hidden_sideways(page) == []
    visit.picture("agreements")
    rows.filter(has_text="Calexico Police").click()
    why = page.get_by_label("Why", exact=True).locator("visible=true")
    why.fill("Calexico left the task force.")
    why.press("Tab")
    page.get_by_role("button", name="End agreement").click()
    expect(rows.filter(has_text="Calexico Police")).to_contain_text("ended", timeout=SLOW)
    visit.picture("agreement-ended")


def agreed(visit: Visit, agency: str, begins: date, ends: date) -> str:
    """An agreement as its paper says; its number."""
    page = visit.page
    page.get_by_label("Agency", exact=True).fill(agency)
    page.get_by_label("From", exact=True).fill(begins.isoformat())
    page.get_by_label("Until", exact=True).fill(ends.isoformat())
    page.get_by_label("Sources").select_option("department")
    page.get_by_label("What it says, and where it is kept").fill("Memorandum of 1 March, on file with Records.")
    page.get_by_label("What it says, and where it is kept").press("Tab")
    page.get_by_role("button", name="Enter agreement").click()
    row = page.get_by_role("table", name="Agreements").get_by_role("row").filter(has_text=agency).first
    expect(row).to_contain_text("waits for approval", timeout=SLOW)
    told = page.get_by_text(re.compile(r"Agreement \d+ waits for approval, under record"))
    expect(told).to_be_visible()
    found = re.search(r"\d+", row.inner_text())
    assert found
    return found[0]


def decided(second: Visit, *numbers: str) -> None:
    """Each with the password, on the page of decisions."""
    page: Page = entered(second, "eliza")
    for number in numbers:
        page.goto(f"{second.house.url}/services/edge/decisions")
        heading = page.get_by_role("heading", name=re.compile(f"^Approve agreement {number}: sharing with"))
        page.get_by_role("article").filter(has=heading).get_by_role("button", name="Approve").click()
        typed(page, second.house.passwords["eliza"])
        expect(page.get_by_text(f"Entry {number} is approved.")).to_be_visible()
