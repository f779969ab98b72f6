"""A quarter is audited in a browser by two persons who don't know each other's word (464.6, 464.10(c))."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.desk import PARTIAL, PLANTED, declare, search
from tests.e2e.people import second_administrator
from tests.e2e.test_edge import typed
from tests.e2e.test_screens import hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.6", "464.10(c)")]

ZONE = ZoneInfo("America/Los_Angeles")
CASE = "A-2026-31"
WORDS = "The plate is that of her neighbour, and no case names him."


@pytest.fixture
def eve(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The second administrator, in a window of her own."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    with second_administrator(house) as staffed:
        yield Visit(context, staffed, tmp_path_factory.mktemp("eve"))
    context.close()


def test_a_quarter_is_announced_drawn_reviewed_decided_and_sealed(visit: Visit, eve: Visit, tmp_path: Path) -> None:
    visit.sign_in("adam")
    visit.declare(case=CASE)
    page = visit.page
    expect(page.get_by_role("link", name="Overdue: the audit of")).to_be_visible()
    visit.picture("start")
    visit.open("adam", "audit")
    page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^Go on with case {CASE}")).click()
    announces(page)
    visit.picture("announced")
    draws(page)
    visit.picture("drawn")
    page.get_by_role("tab", name="Review").click()
    reviews(visit)
    reads(eve)
    page.get_by_role("tab", name="Findings and report").click()
    decides(visit, eve)
    seals(visit, tmp_path)
    page.get_by_role("tab", name="Detectors, weekly").click()
    expect(page.get_by_text(re.compile(r"\d+ flags? in \d+"))).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("week")


def announces(page: Page) -> None:
    """The oldest quarter that is due stands in the form; the public value is known in a moment."""
    expect(page.get_by_label("Quarter")).to_have_value(re.compile(r"\d{4}-Q\d"))
    page.get_by_label("Public value that will draw the sample").fill("The first pulse of the public beacon after now.")
    at = datetime.now(UTC) + timedelta(seconds=4)
    page.get_by_label(re.compile("^Known from")).fill(f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}")
    page.get_by_role("button", name="Announce audit").click()
    expect(page.get_by_text(re.compile("is announced, under record"))).to_be_visible()
    page.wait_for_function("until => Date.now() > until", arg=1000 * (time.time() + 4))


def draws(page: Page) -> None:
    """With the value as it came out."""
    page.get_by_label("The value, as it came out").fill("4F1C 88A2 03D7")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text(re.compile(r"rows of 3 were drawn, under record"))).to_be_visible()


def reviews(visit: Visit) -> None:
    """By keys alone, once a row is chosen."""
    page = visit.page
    table = page.get_by_role("table", name="Rows of the sample")
    table.get_by_role("row").nth(1).click()
    visit.picture("row")
    for left in ("2 rows wait", "1 row waits", "No rows wait"):
        page.keyboard.press("c")
        expect(page.get_by_text(re.compile(left))).to_be_visible()


def reads(eve: Visit) -> None:
    """The second reviewer sees that somebody has spoken, never what; one row is not in order."""
    eve.sign_in("eve", "audit")
    eve.declare(case=CASE)
    page = eve.page
    page.get_by_role("table", name="Audits").get_by_role("row").nth(1).click()
    page.get_by_role("tab", name="Review").click()
    table = page.get_by_role("table", name="Rows of the sample")
    expect(table.get_by_text("has spoken")).to_have_count(3)
    expect(table.get_by_text("adam:")).to_have_count(0)
    page.get_by_label("What is not in order, or not clear").fill(WORDS)
    table.get_by_role("row").nth(1).click()
    page.keyboard.press("m")
    expect(page.get_by_text(re.compile("2 rows wait"))).to_be_visible()
    eve.picture("misuse")
    for left in ("1 row waits", "No rows wait"):
        page.keyboard.press("c")
        expect(page.get_by_text(re.compile(left))).to_be_visible()


def decides(visit: Visit, eve: Visit) -> None:
    """A finding is raised, and decided once the other administrator approved it on the signed-in page."""
    page = visit.page
    expect(page.get_by_text("2 of 3 rows alike")).to_be_visible()
    page.get_by_label("What was found").fill(WORDS)
    page.get_by_role("button", name="Raise finding").last.click()
    expect(page.get_by_text(re.compile("Finding 1 is raised"))).to_be_visible()
    page.get_by_label("Why it is decided so").fill("She knows the neighbour; the case was closed before.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="approved by a second person")).to_be_visible()
    visit.picture("asked")
    approves(eve)
    page.get_by_role("button", name="Decide now, it was approved").click()
    expect(page.get_by_text("is decided and was approved by eve")).to_be_visible()


def approves(eve: Visit) -> None:
    """With the password, and whose rows it is about beside it."""
    page = eve.page
    page.goto(f"{eve.house.url}/services/edge/assents")
    asked = "Approve the decision on a finding of an audit that adam asks for"
    question = page.get_by_role("article").filter(has=page.get_by_role("heading", name=asked))
    expect(question).to_contain_text("rosa")
    eve.picture("question")
    question.get_by_role("button", name="Approve").click()
    typed(page, eve.house.passwords["eve"])
    expect(page.get_by_role("heading", name="Recorded: granted")).to_be_visible()


def seals(visit: Visit, folder: Path) -> None:
    """The browser saves one archive: the PDF, the page and the signed note of both."""
    page = visit.page
    with page.expect_download() as saving:
        page.get_by_role("button", name="Seal the report").click()
    expect(page.get_by_role("button", name="Save the sealed report")).to_be_visible()
    visit.picture("sealed")
    saving.value.save_as(folder / "report.zip")
    with zipfile.ZipFile(folder / "report.zip") as archive:
        assert sorted(Path(name).suffix for name in archive.namelist()) == [".html", ".note", ".pdf"]


@pytest.mark.section("464.6")
def test_the_log_tells_who_saw_a_plate_and_draws_a_persons_days(visit: Visit, house: House) -> None:
    found = search(house, "ana", declare(house, "ana"), PARTIAL)
    assert PLANTED in found["plates"]
    visit.sign_in("adam", "access_log")
    visit.declare(case=CASE)
    page = visit.page
    page.get_by_role("tab", name="Who saw a plate").click()
    page.get_by_label("A vehicle's whole plate").fill(PLANTED)
    page.keyboard.press("Enter")
    row = page.get_by_role("table", name="Who asked for it or saw it").get_by_role("row").filter(has_text="ana")
    expect(row).to_contain_text("26-01234")
    row.click()
    records = page.get_by_role("table", name="Records of the chosen person")
    expect(records.get_by_text(f"plates like {PARTIAL}").first).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("who-saw-it")
    page.get_by_role("tab", name="One person along time").click()
    page.get_by_label("Whose records").fill("ana")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_role("img", name=re.compile(r"records on \d+ days?"))).to_be_visible()
    visit.picture("along-time")


def test_another_systems_log_is_looked_at_where_audits_are(visit: Visit, tmp_path: Path) -> None:
    told = ("inv", "stolen vehicle", "", "459 PC", "Suspect vehicle", "hit and run", "missing person")
    rows = [f"{n},***,2026-03-{1 + n % 28:02}T{n % 24:02}:06:23.972Z,{n % 900},{told[n % 7]}" for n in range(400)]
    file = tmp_path / "somewhere-ca-pd.csv"
    file.write_text("\n".join(["id,userId,searchDate,networkCount,reason", *rows]), "utf-8")
    visit.sign_in("adam", "audit")
    visit.declare(case=CASE)
    page = visit.page
    page.get_by_role("tab", name="Other systems' logs").click()
    page.get_by_label("Search log (CSV)").set_input_files(file)
    expect(page.get_by_text("400 rows read, 2 flags.")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Searches by hour of the day"))).to_be_visible()
    page.get_by_role("table", name="Flags").get_by_role("row").nth(1).click()
    expect(page.get_by_role("table", name="Rows of the flag").get_by_text("masked").first).to_be_visible()
    page.get_by_label("Public value for the log in this file").fill("The first pulse of the public beacon after now.")
    assert hidden_sideways(page) == []
    visit.picture("foreign")
    page.get_by_role("button", name="Announce its audit").click()
    expect(page.get_by_text("of somewhere-ca-pd.csv is announced, under record")).to_be_visible()
    page.get_by_role("tab", name="Quarters").click()
    expect(page.get_by_role("table", name="Audits, newest first").get_by_text("somewhere-ca-pd.csv")).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("foreign-announced")
