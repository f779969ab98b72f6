"""A transparency report in a browser (464.8): drafted, approved by another, read by anybody without a login."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import second_administrator
from tests.e2e.test_edge import entered, typed
from tests.e2e.test_screens import SLOW, find, hidden_sideways, search_page
from tests.e2e.visit import Visit
from tests.house import House
from tests.past import LAST_QUARTER
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.reader import LogReader
from workbench.policy.quarters import Quarter
from workbench.store.registers import Registers
from workbench.training.sample_policy import SAMPLE_POLICY
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
    visit.sign_in("adam", "publication")
    visit.declare(case="A-2026-22")
    page.get_by_role("button", name="Draft the report").click()
    expect(page.get_by_text("Drafted from the log, under record")).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    visit.picture("drafted")
    page.get_by_role("button", name="Propose for publication").click()
    expect(page.get_by_text(f"The report of {QUARTER.name} waits for approval")).to_be_visible(timeout=SLOW)
    approved(second, f"Publish the transparency report of {QUARTER.name}")
    stranger = chromium.new_context(viewport={"width": 1440, "height": 900})
    read_by_anybody(stranger.new_page(), visit, tmp_path / "report.json")
    stranger.close()
    told = json.loads((tmp_path / "report.json").read_text())
    searches = {row["label"]: row["count"] for row in told["tables"][0]["rows"]}
    assert searches["Criminal investigation"] == LAST_QUARTER["criminal_investigation"] == in_log(visit.house)
    assert LAST_QUARTER["missing_person"] not in searches.values()


@pytest.fixture
def adam(chromium: Browser, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The administrator, in a window of his own; afterwards everybody has acknowledged whatever policy is in force."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield Visit(context, house, tmp_path_factory.mktemp("adam"))
    context.close()
    with closing(Registers.open(f"sqlite:///{house.data / 'custodian' / 'registers.sqlite'}")) as registers:
        version, now = registers.policies.current().version, datetime.now(UTC)
        for name in registers.training.usernames():
            registers.training.acknowledge(name, version, 0, now)


@pytest.mark.section("464.4.1")
def test_a_new_version_of_the_policy_is_acknowledged_before_the_next_query(
    visit: Visit, second: Visit, adam: Visit
) -> None:
    page, version = visit.page, f"{datetime.now(UTC):%Y-%m-%d.%H%M%S}"
    box = search_page(visit)
    find(box)
    proposed(adam, version)
    approved(second, f"Put version {version} of the policy in force")
    box.press("Enter")
    refused = page.get_by_role("alert").filter(has_text="464.4.1")
    expect(refused).to_be_visible(timeout=SLOW)
    visit.picture("refused")
    visit.open("ana", "training")
    visit.declare(case="T-1")
    page.get_by_role("button", name=re.compile("2 Policy")).click()
    received = page.get_by_role("button", name=f"I received and read version {version}")
    expect(received).to_be_visible(timeout=SLOW)
    visit.picture("policy-anew")
    received.click()
    said = page.get_by_text(f"Policy version {version} is acknowledged.").locator("visible=true")
    expect(said.first).to_be_visible()
    visit.open("ana", "partial_plate")
    box.press("Enter")
    expect(refused).to_be_hidden(timeout=SLOW)
    find(box)
    visit.picture("searches-again")


def proposed(adam: Visit, version: str) -> None:
    """As the council adopted it: what stood before, and a sentence more."""
    page = adam.page
    adam.sign_in("adam", "publication")
    adam.declare(case="A-2026-24")
    page.get_by_label("Version", exact=True).fill(version)
    page.get_by_label("Its whole text").fill(f"{SAMPLE_POLICY}\n\nThe council adopted it anew.")
    page.get_by_label("Its whole text").press("Tab")
    page.get_by_role("button", name="Propose this version").click()
    expect(page.get_by_text(f"Version {version} waits for approval")).to_be_visible(timeout=SLOW)
    assert hidden_sideways(page) == []
    adam.picture("policy-proposed")


def approved(second: Visit, title: str) -> None:
    """On the signed-in page, with the password."""
    page: Page = entered(second, "elsa")
    page.goto(f"{second.house.url}/services/edge/decisions")
    heading = page.get_by_role("heading", name=title)
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
