"""Accounts that an administrator makes and disables in a browser, at a real Hub (464.3.1, 464.5.1)."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from hub_config.account_changes import Change, Waiting, wanted
from hub_config.accounts import Accounts
from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import Browser, Hub, edge_token_of
from tests.unit.hub_config.seen import choosing, signing_in
from tests.waiting import until
from workbench.errors import WorkbenchError
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.3.1", "464.5.1")
SCRIPT = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}
ZONE = ZoneInfo("America/Los_Angeles")


def administrator(hub: Hub) -> Browser:
    browser = hub.browser()
    assert browser.sign_in("adam").status_code == httpx.codes.FOUND
    return browser


def asked(browser: Browser, **fields: str) -> httpx.Response:
    """What answers the form for one change."""
    return browser.post("/hub/accounts", **fields)


def confirmed(browser: Browser, answer: httpx.Response, password: str = PASSWORD) -> httpx.Response:
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    page = answer.headers["location"]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', browser.client.get(page).text))
    return browser.client.post("/hub/accounts/confirm", data=hidden | {"password": password})


def newcomer() -> str:
    return f"n{secrets.token_hex(5)}"


def test_an_account_is_made_with_the_password_and_its_first_password_shown_once(hub: Hub) -> None:
    browser, name = administrator(hub), newcomer()
    answer = asked(browser, what="add", name=name, role="officer")
    assert hub.accounts.get(name) is None
    done = confirmed(browser, answer)
    shown = re.search(r'<code id="first-password"[^>]*>([^<]+)</code>', done.text)
    assert shown is not None
    assert done.headers["cache-control"] == "no-store"
    told = hub.ear.heard[-1]
    assert (told["action"], told["user"]) == ("account-add", name)
    assert told["detail"] == {"by": "adam", "roles": ["officer"], "where": "signed-in page"}
    assert shown[1] not in str(hub.ear.heard)
    signed_in = hub.browser().sign_in(name, shown[1])
    assert signed_in.headers["location"].startswith("/hub/new-password")
    assert browser.client.get(answer.headers["location"]).status_code == httpx.codes.NOT_FOUND, "it counts once"
    assert shown[1] not in browser.client.get("/hub/accounts").text


def seen_confirming(page: Page, act: str) -> None:
    page.get_by_label("Password of adam").fill(PASSWORD)
    page.get_by_role("button", name=act).click()


@pytest.mark.browser
def test_who_is_hired_in_a_browser_chooses_a_password_and_is_out_within_seconds_of_being_disabled(
    hub: Hub, chromium: Chromium
) -> None:
    name, chosen = newcomer(), "Date-Palm-7-Wagon"
    adam, person = chromium.new_context().new_page(), chromium.new_context().new_page()
    signing_in(adam, hub, "adam", PASSWORD)
    adam.goto(f"{hub.base}/hub/accounts")
    adam.get_by_label("User name").fill(name)
    adam.get_by_label("Role", exact=True).select_option("officer")
    adam.get_by_role("button", name="Make the account").click()
    seen_confirming(adam, "account")
    first = adam.locator("#first-password").inner_text()
    signing_in(person, hub, name, first)
    choosing(person, first, chosen)
    signing_in(person, hub, name, chosen)
    person.goto(f"{hub.base}/hub/account")
    expect(person.get_by_role("heading", name=f"Account of {name}", exact=True)).to_be_visible()
    adam.goto(f"{hub.base}/hub/accounts")
    adam.get_by_role("button", name=f"disable {name}", exact=True).click()
    seen_confirming(adam, name)
    expect(adam.get_by_text("It holds from now on, and is on record")).to_be_visible()
    assert hub.ear.actions()[-1] == ("sessions-ended", name)
    until(lambda: "/hub/login" in str(person.goto(f"{hub.base}/hub/account") and person.url))
    signing_in(person, hub, name, chosen)
    expect(person.get_by_text("Sign-in refused")).to_be_visible()
    confirmed(browser := administrator(hub), asked(browser, what="enable", name=name))
    assert hub.browser().sign_in(name, chosen).status_code == httpx.codes.FOUND
    for page in (adam, person):
        page.context.close()


def test_a_stolen_session_without_the_password_makes_no_account(hub: Hub) -> None:
    browser, name = administrator(hub), newcomer()
    answer = asked(browser, what="add", name=name, role="officer")
    assert confirmed(browser, answer, "guessed").status_code == httpx.codes.FORBIDDEN
    assert hub.ear.actions()[-1] == ("step-up-failed", "adam")
    assert hub.accounts.get(name) is None


def test_a_script_in_the_administrators_pages_makes_no_account(hub: Hub) -> None:
    browser, name = administrator(hub), newcomer()
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', browser.client.get("/hub/accounts").text)
    assert xsrf is not None
    form = {"_xsrf": xsrf[1], "what": "add", "name": name, "role": "officer"}
    assert browser.client.post("/hub/accounts", data=form, headers=SCRIPT).status_code == httpx.codes.FORBIDDEN
    step_up = asked(browser, what="add", name=name, role="officer").headers["location"].partition("=")[2]
    sent = {"_xsrf": xsrf[1], "step_up": step_up, "password": PASSWORD}
    refused = browser.client.post("/hub/accounts/confirm", data=sent, headers=SCRIPT)
    assert refused.status_code == httpx.codes.FORBIDDEN
    assert hub.accounts.get(name) is None


def test_no_token_of_a_kernel_or_of_the_edge_reaches_the_accounts(hub: Hub) -> None:
    browser, name = administrator(hub), newcomer()
    for token in (hub.server_token(browser, "adam"), edge_token_of(hub, browser)):
        form = {"what": "add", "name": name, "role": "officer", "password": PASSWORD}
        for page in ("/hub/accounts", "/hub/accounts/confirm"):
            asked_by = {"headers": {"Authorization": f"token {token}"}, "timeout": 30.0}
            got = httpx.get(f"{hub.base}{page}", **asked_by)  # type: ignore[arg-type]
            posted = httpx.post(f"{hub.base}{page}", data=form, **asked_by)  # type: ignore[arg-type]
            assert not got.is_success
            assert not posted.is_success
    assert hub.accounts.get(name) is None


def test_nobody_else_reaches_the_accounts_nor_an_administrators_question(hub: Hub) -> None:
    page = asked(administrator(hub), what="add", name=newcomer(), role="officer").headers["location"]
    for name in ("ana", "tess", "vic"):
        browser = hub.browser()
        browser.sign_in(name)
        assert browser.client.get("/hub/accounts").status_code == httpx.codes.FORBIDDEN
        assert browser.client.get(page).status_code == httpx.codes.FORBIDDEN
    assert hub.browser().client.get("/hub/accounts").status_code == httpx.codes.FOUND


def test_nothing_is_made_while_it_cannot_be_recorded(hub: Hub) -> None:
    browser, name = administrator(hub), newcomer()
    answer = asked(browser, what="add", name=name, role="officer")
    socket_file = hub.data / "run" / "custodian.sock"
    aside = socket_file.with_suffix(".aside")
    socket_file.rename(aside)
    try:
        assert confirmed(browser, answer).status_code == httpx.codes.SERVICE_UNAVAILABLE
    finally:
        aside.rename(socket_file)
    assert hub.accounts.get(name) is None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"what": "add", "name": "eve", "role": "administrator"}, "operator"),
        ({"what": "add", "name": "eve", "role": "trainer"}, "operator"),
        ({"what": "add", "name": "eve", "role": "auditor"}, "operator"),
        ({"what": "add", "name": "eve", "role": "device"}, "operator"),
        ({"what": "add", "name": "eve", "role": ""}, "operator"),
        ({"what": "add", "name": "ana", "role": "officer"}, "already"),
        ({"what": "add", "name": "root", "role": "officer"}, "can't be a user name"),
        ({"what": "add", "name": "eve", "role": "officer", "until": "2001-01-01"}, "within a year"),
        ({"what": "add", "name": "eve", "role": "officer", "until": "2999-01-01"}, "within a year"),
        ({"what": "add", "name": "eve", "role": "officer", "until": "soon"}, "no day"),
        ({"what": "roles", "name": "ana", "role": "officer"}, "no account"),
        ({"what": "disable", "name": "nobody"}, "no account"),
        ({"what": "disable", "name": "adam"}, "his or her own"),
        ({"what": "enable", "name": "boss"}, "operator"),
    ],
)
def test_what_one_administrator_may_not_do_alone_or_at_all(
    accounts: Accounts, form: dict[str, str], words: str
) -> None:
    if form["name"] == "boss":
        accounts.add("boss", PASSWORD, [Role.ADMINISTRATOR])
    if form["name"] == "adam":
        accounts.add("adam", PASSWORD, [Role.ADMINISTRATOR])
    with pytest.raises(WorkbenchError, match=words):
        wanted(form, "adam", accounts, ZONE, datetime.now(UTC))


def test_an_account_for_a_time_ends_with_its_last_day_where_the_agency_is(accounts: Accounts) -> None:
    now = datetime.now(UTC)
    last = (now.astimezone(ZONE) + timedelta(days=3)).date()
    form = {"what": "add", "name": "temp", "role": "analyst", "until": last.isoformat()}
    change = wanted(form, "adam", accounts, ZONE, now)
    assert change.until is not None
    assert (change.until - timedelta(seconds=1)).astimezone(ZONE).date() == last
    accounts.add("temp", PASSWORD, change.roles, must_change=False, until=change.until)
    temp = accounts.get("temp")
    assert temp is not None
    assert temp.usable(change.until - timedelta(seconds=1))
    assert not temp.usable(change.until)


def test_a_change_waits_for_five_minutes() -> None:
    waiting, now = Waiting(), datetime.now(UTC)
    step_up = waiting.ask(Change("disable", "ana", "adam"), now)
    assert waiting.get(step_up, now + timedelta(minutes=4)) is not None
    assert waiting.take(step_up, now + timedelta(minutes=5)) is None
