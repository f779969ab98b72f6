"""Reads whose time is over: one asks, another approves, and a search of every byte finds nothing (464.9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.test_edge import entered, typed
from tests.e2e.test_holds import lifts
from tests.e2e.test_screens import hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House
from tests.past import CASES, FOUND, OLD
from tests.unit.store.bytes_search import encodings, seen
from workbench.store.segments.sealing import KeySealing

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.9")]

HELD = CASES[0]


@pytest.fixture
def eve(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The second administrator, in a window of her own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    with second_administrator(house, "erin") as staffed:
        yield Visit(context, staffed, tmp_path_factory.mktemp("erin"))
    context.close()


def stands(house: House, plate: str) -> set[str]:
    """The forms in which a plate stands in the files of the store, with their pages opened."""
    sealing = KeySealing.from_file(house.data / "custodian" / "reads-key")
    return set(seen(house.data / "custodian" / "reads" / "live", sealing, encodings(plate)))


def test_old_reads_are_purged_by_two_administrators_and_those_of_a_held_case_stand(visit: Visit, eve: Visit) -> None:
    house, page = visit.house, visit.page
    visit.sign_in("adam", "holds")
    visit.declare(case="A-2026-21")
    page.get_by_label("Case number").fill(HELD)
    page.get_by_label("Why nothing of it may be taken away").fill("Discovery request of the defence, 12 November")
    page.get_by_role("button", name="Place hold").click()
    expect(page.get_by_text(f"Case {HELD} is held, under record")).to_be_visible()
    visit.open("adam", "retention")
    visit.declare(case="A-2026-21")
    page.get_by_role("button", name="Show what would go").click()
    expect(page.get_by_text("6 reads", exact=True)).to_be_visible()
    expect(page.get_by_text(f"{HELD} (1 read)")).to_be_visible()
    assert hidden_sideways(page) == []
    visit.picture("preview")
    assert stands(house, OLD)
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_role("alert").filter(has_text="a second administrator approves it")).to_be_visible()
    approves(eve)
    page.get_by_role("button", name="Purge now, it was approved").click()
    expect(page.get_by_text("6 reads purged for good")).to_be_visible()
    row = page.get_by_role("table", name="Certificates").get_by_role("row").filter(has_text="erin").first
    expect(row).to_contain_text("adam")
    visit.picture("certificate")
    assert stands(house, OLD) == set()
    assert stands(house, FOUND)
    visit.open("adam", "holds")
    lifts(page, HELD)


def approves(eve: Visit) -> None:
    """On the signed-in page, with the password; what she approves stands beside it."""
    page: Page = entered(eve, "erin")
    page.goto(f"{eve.house.url}/services/edge/assents")
    asked = "Approve the purge of reads that adam asks for"
    question = page.get_by_role("article").filter(has=page.get_by_role("heading", name=asked))
    expect(question).to_be_visible()
    eve.picture("question")
    question.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Reads that go for good")).to_be_visible()
    typed(page, eve.house.passwords["erin"])
    expect(page.get_by_role("heading", name="Recorded: granted")).to_be_visible()
