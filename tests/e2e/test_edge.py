"""The signed-in pages in a browser (464.5.1, 464.10(b)): by hand, with the password, and on origins of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.desk import PARTIAL, declare, search
from tests.e2e.visit import Visit
from tests.house import House, opened

pytestmark = [pytest.mark.browser, pytest.mark.machine]

FETCH = "async (url) => { try { return (await fetch(url)).status } catch (error) { return error.name } }"


@pytest.fixture(scope="module")
def apart() -> Iterator[House]:
    """The product under a domain: browsers find every name under localhost on this machine."""
    with opened("--domain", "alpr.localhost") as running:
        yield running


@pytest.fixture
def guest(chromium: Browser, apart: House, tmp_path: Path) -> Iterator[Visit]:
    """A window onto the product under a domain."""
    context = chromium.new_context()
    yield Visit(context, apart, tmp_path)
    context.close()


def asked(house: House) -> str:
    """The page on which ana is to confirm a search of sixty days."""
    now = datetime.now(UTC)
    window = {"start": (now - timedelta(days=60)).isoformat(), "end": now.isoformat()}
    return str(search(house, "ana", declare(house, "ana"), PARTIAL, **window)["page"])


def entered(visit: Visit, name: str) -> Page:
    """Signed in at the Hub, without a server."""
    visit.page.goto(f"{visit.house.url}/hub/login?next=%2Fhub%2Fhome")
    visit.page.get_by_label("Username").fill(name)
    visit.page.get_by_label("Password").fill(visit.house.passwords[name])
    visit.page.get_by_role("checkbox").check()
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.wait_for_url("**/hub/home")
    return visit.page


def typed(page: Page, password: str) -> None:
    """The password, and Enter: nothing needs a mouse."""
    expect(page.get_by_role("heading", name="Your password is needed")).to_be_visible()
    expect(page.get_by_label(re.compile("^Password of"))).to_be_focused()
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.section("464.10(b)")
def test_a_search_is_confirmed_by_keyboard_after_a_mistyped_password(visit: Visit, house: House) -> None:
    path = asked(house)
    page = entered(visit, "ana")
    page.goto(f"{house.url}{path}")
    expect(page.get_by_role("heading", name="Confirm your own search")).to_be_visible()
    page.get_by_role("button", name="Yes").focus()
    page.keyboard.press("Enter")
    typed(page, "not the password")
    expect(page.get_by_role("alert").filter(has_text="Not confirmed")).to_be_visible()
    typed(page, house.passwords["ana"])
    expect(page.get_by_role("heading", name="Recorded: granted")).to_be_visible()


@pytest.mark.section("464.10(b)", "464.6")
def test_glass_is_broken_with_a_reason_and_the_password_and_another_finds_it_justified(
    visit: Visit, house: House
) -> None:
    why = "Kidnapping in progress; adam was called at 02:10 and doesn't answer."
    told = search(house, "ana", declare(house, "ana"), "7L*", anytime=True)
    page = entered(visit, "ana")
    page.goto(f"{house.url}{told['page']}")
    expect(page.get_by_role("heading", name="Your request waits for somebody else")).to_be_visible()
    page.get_by_text("It can't wait, and nobody who may approve can be reached").click()
    page.get_by_label("Why it can't wait, and whom you tried to reach").fill(why)
    page.screenshot(path=visit.pictures / "glass.png", full_page=True)
    page.get_by_role("button", name="Break the glass: search alone").click()
    typed(page, house.passwords["ana"])
    expect(page.get_by_role("heading", name="Recorded: the glass is broken")).to_be_visible()
    page.screenshot(path=visit.pictures / "glass-broken.png", full_page=True)
    visit.context.clear_cookies()
    entered(visit, "adam")
    page.goto(f"{house.url}/services/edge/decisions")
    broken = page.get_by_role("article").filter(has_text=why)
    expect(broken).to_contain_text("7L*")
    page.screenshot(path=visit.pictures / "glass-decided.png", full_page=True)
    broken.get_by_role("button", name="Justified", exact=True).click()
    typed(page, house.passwords["adam"])
    expect(page.get_by_text("is found justified")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text=why)).to_have_count(0)


@pytest.mark.section("464.10(a)")
def test_under_a_domain_a_persons_pages_and_the_edges_have_origins_of_their_own(guest: Visit, apart: House) -> None:
    path = asked(apart)
    page = entered(guest, "ana")
    page.goto(f"{apart.url}/hub/user/ana/lab", wait_until="domcontentloaded")
    page.wait_for_url("**/user/ana/lab**")
    assert urlsplit(page.url).hostname == "ana.alpr.localhost"
    edge = f"http://edge--service.alpr.localhost:{apart.port}"
    assert page.evaluate(FETCH, f"{edge}{path}") == "TypeError", "the browser keeps the page from a script"
    own = page.evaluate(FETCH, "/user/ana/api/status")
    assert isinstance(own, int), "the same script has answers from its own server"


@pytest.mark.section("464.10(b)")
def test_under_a_domain_a_link_in_lab_leads_to_the_edge_and_the_password_counts(guest: Visit, apart: House) -> None:
    path = asked(apart)
    page = entered(guest, "ana")
    page.goto(f"http://ana.alpr.localhost:{apart.port}{path}")
    page.get_by_role("button", name="Yes").click()
    assert urlsplit(page.url).hostname == "alpr.localhost"
    typed(page, apart.passwords["ana"])
    expect(page.get_by_role("heading", name="Recorded: granted")).to_be_visible()
    assert urlsplit(page.url).hostname == "edge--service.alpr.localhost"
