"""One's own account in a browser (464.5.1, 464.5.2): codes, sign-ins, a known password, a screen left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from hub_config import totp
from hub_config.accounts import Accounts
from tests.e2e.people import hired
from tests.e2e.visit import Visit
from tests.house import House
from workbench.policy.accounts import IDLE_LIMIT

pytestmark = [
    pytest.mark.browser, pytest.mark.machine, pytest.mark.timeout(600), pytest.mark.section("464.5.1", "464.5.2"),
]  # fmt: skip
CHOSEN = "Date-Palm-7-Wagon"


def signs_in(page: Page, house: House, name: str, code: str = "") -> None:
    page.goto(f"{house.url}/hub/login")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=False).first.fill(CHOSEN)
    page.get_by_label("One-time code").fill(code)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign in").click()


def sets_up_codes(visit: Visit) -> tuple[pyotp.TOTP, str]:
    """From the page of the account to the recovery codes; the app, and one of these."""
    page = visit.page
    page.get_by_role("link", name="Set up one-time codes").click()
    page.get_by_label("Password", exact=True).fill(CHOSEN)
    page.get_by_role("button", name="Go on").click()
    app = pyotp.TOTP(page.locator("#secret").inner_text())
    visit.picture("code")
    page.get_by_label("2. The six digits").fill(app.now())
    page.get_by_role("button", name="Finish").click()
    codes = page.locator("#recovery code")
    expect(codes).to_have_count(10)
    visit.picture("recovery-codes")
    return app, codes.first.inner_text()


def runs_on(page: Page, time: timedelta) -> None:
    """The page's clock is put on by so much, once no script is on its way: it would give that up as too late."""
    page.wait_for_function("() => [...document.scripts].every((script) => !script.timeout)")
    page.clock.fast_forward(time / timedelta(milliseconds=1))


def test_codes_guard_an_account_and_its_owner_ends_it_when_others_know_the_password(visit: Visit) -> None:
    page = visit.page
    with hired(visit.house, "cora", "analyst") as (house, name):
        Accounts.open(house.data / "hub" / "accounts.sqlite").set_password(name, CHOSEN, must_change=False)
        signs_in(page, house, name)
        page.wait_for_url(re.compile(f"/user/{name}/lab"))
        page.goto(f"{house.url}/hub/account")
        app, recovery = sets_up_codes(visit)
        visit.context.clear_cookies()
        signs_in(page, house, name)
        expect(page.get_by_text("Sign-in refused")).to_be_visible()
        signs_in(page, house, name, recovery)
        page.wait_for_url(re.compile(f"/user/{name}/lab"))
        page.goto(f"{house.url}/hub/account")
        expect(page.get_by_text("Recovery codes left: 9")).to_be_visible()
        history = page.get_by_role("table").get_by_role("row")
        expect(history.filter(has_text="sign-in refused")).to_have_count(1)
        visit.picture("account")
        page.get_by_role("link", name="Somebody may know it").click()
        visit.picture("compromised")
        page.get_by_role("button", name="End everything under my name").click()
        expect(page.get_by_role("heading", name="Done: that password opens nothing")).to_be_visible()
        later = datetime.now(UTC) + timedelta(seconds=totp.STEP)
        signs_in(page, house, name, app.at(later))
        expect(page.get_by_text("Sign-in refused")).to_be_visible()
        visit.sign_in("adam")
        visit.declare(case="A-2026-12")
        expect(page.get_by_text(f"{name} says since").first).to_be_visible()
        visit.picture("administrator-is-told")


def test_a_screen_that_nobody_touches_for_half_an_hour_is_empty_and_signed_out(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    with hired(visit.house, "nora", "analyst") as (house, name):
        Accounts.open(house.data / "hub" / "accounts.sqlite").set_password(name, CHOSEN, must_change=False)
        signs_in(page, house, name)
        page.wait_for_url(re.compile(f"/user/{name}/lab"))
        expect(page.get_by_role("tab", name="start.ipynb", exact=True)).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name="Declare your purpose")).to_be_visible(timeout=60_000)
        runs_on(page, IDLE_LIMIT - timedelta(minutes=1))
        expect(page.get_by_text("you will be signed out").first).to_be_visible()
        page.mouse.move(300, 300)
        page.mouse.move(310, 310)
        expect(page.get_by_text("you will be signed out")).to_have_count(0)
        runs_on(page, IDLE_LIMIT)
        page.wait_for_url(re.compile("/hub/log(in|out)"))
        page.goto(f"{house.url}/user/{name}/lab")
        expect(page.get_by_label("Username")).to_be_visible()
