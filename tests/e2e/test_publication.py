"""A transparency report in a browser (464.8): drafted, approved by another, read by anybody without a login."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.test_edge import entered, typed
from tests.e2e.test_screens import SLOW, hidden_sideways
from tests.e2e.visit import Visit
from tests.house import House
from tests.past import LAST_QUARTER
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.policy.quarters import Quarter
from workbench.wire.log import LogQuery

pytestmark = [pytest.mark.browser, pytest.mark.machine, pytest.mark.section("464.8")]

QUARTER = Quarter.of(datetime.now(UTC).date()).previous


@pytest.fixture
def second(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The second administrator, in a window of her own."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    with second_administrator(house, "elsa") as staffed:
        yield Visit(context, staffed, tmp_path_factory.mktemp("elsa"))
    context.close()


def test_a_report_is_drafted_approved_by_another_and_read_by_anybody(
    visit: Visit, second: Visit, chromium: Browser, tmp_path: Path
) -> None:
    page = visit.page
    visit.sign_in("adam")
    visit.open("adam", "publication")
    visit.declare(case="A-2026-22")
    page.get_by_role("button", name="Draft the report").click()
    expect(page.get_by_text("Drafted from the log, under record")).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("drafted")
    page.get_by_role("button", name="Propose for publication").click()
    expect(page.get_by_text(f"The report of {QUARTER.name} waits for approval")).to_be_visible(timeout=SLOW)
    approved(second)
    stranger = chromium.new_context(viewport={"width": 1440, "height": 900})
    read_by_anybody(stranger.new_page(), visit, tmp_path / "report.json")
    stranger.close()
    told = json.loads((tmp_path / "report.json").read_text())
    searches = {row["label"]: row["count"] for row in told["tables"][0]["rows"]}
    assert searches["Criminal investigation"] == LAST_QUARTER["criminal_investigation"] == in_log(visit.house)
    assert LAST_QUARTER["missing_person"] not in searches.values()


def approved(second: Visit) -> None:
    """On the signed-in page, with the password."""
    page: Page = entered(second, "elsa")
    page.goto(f"{second.house.url}/services/edge/decisions")
    heading = page.get_by_role("heading", name=f"Publish the transparency report of {QUARTER.name}")
    request = page.get_by_role("article").filter(has=heading)
    expect(request).to_be_visible()
    second.picture("decision")
    request.get_by_role("button", name="Approve").click()
    typed(page, second.house.passwords["elsa"])
    expect(page.get_by_text("is approved.")).to_be_visible(timeout=SLOW)


def read_by_anybody(page: Page, visit: Visit, file: Path) -> None:
    """Without a login: the list, the report, and its file, whose digest stands beside it."""
    page.goto(f"{visit.house.url}/services/edge/public")
    page.screenshot(path=visit.pictures / "public.png")
    page.get_by_role("link", name=f"Q{QUARTER.number} of {QUARTER.year}").click()
    expect(page.get_by_role("heading", name="Licence plate readers: transparency report")).to_be_visible()
    page.screenshot(path=visit.pictures / "report.png", full_page=True)
    with page.expect_download() as saving:
        page.get_by_role("link", name="The report as a file").click()
    saving.value.save_as(file)
    expect(page.get_by_text(hashlib.sha256(file.read_bytes()).hexdigest())).to_be_visible()


def in_log(house: House) -> int:
    """How many searches for criminal investigations the log itself holds of that quarter."""
    keep = house.data / "custodian"
    begins, ends = QUARTER.begins("America/Los_Angeles"), QUARTER.ends("America/Los_Angeles")
    with closing(LogReader.open(f"sqlite:///{keep / 'log.sqlite'}", Keyring(keep / "log-keys"))) as reader:
        found, _ = reader.page(LogQuery(kind="result", action="search.plates", start=begins, end=ends, limit=5000))
    return sum(record.purpose["category"] == "criminal_investigation" for record in found)
