"""The page of one's own account, at a real Hub (464.5.1, 464.5.2)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from hub_config import totp
from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import Browser, Hub
from tests.unit.hub_config.seen import choosing, signing_in
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1", "464.5.2")
SCRIPT = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def person(hub: Hub, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"p{zlib.crc32(request.node.name.encode())}"
    hub.accounts.add(name, PASSWORD, [Role.OFFICER], must_change=False)
    yield name
    hub.accounts.set_disabled(name, disabled=True)


def begun(browser: Browser, name: str, password: str = PASSWORD, otp: str = "") -> httpx.Response:
    return browser.post("/hub/one-time-code", username=name, password=password, otp=otp)


def finished(browser: Browser, page: httpx.Response, code: str) -> httpx.Response:
    token = re.search(r'name="enrolment" value="([^"]+)"', page.text)
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
    assert token is not None
    assert xsrf is not None
    return browser.client.post("/hub/one-time-code", data={"_xsrf": xsrf[1], "enrolment": token[1], "code": code})


def secret_of(page: httpx.Response) -> pyotp.TOTP:
    shown = re.search(r'<code id="secret"[^>]*>([A-Z2-7]+)</code>', page.text)
    assert shown is not None
    return pyotp.TOTP(shown[1])


def test_codes_are_set_up_in_the_browser_and_asked_from_then_on(hub: Hub, person: str) -> None:
    browser = hub.browser()
    page = begun(browser, person)
    assert "<svg" in page.text
    assert not {"<script", "<noscript"} & set(re.findall(r"<\w+", page.text)), "a page without scripts asks for none"
    assert page.headers["cache-control"] == "no-store"
    wrong = finished(browser, page, "000000")
    assert wrong.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    app = secret_of(wrong)
    assert app.secret == secret_of(page).secret
    done = finished(browser, wrong, app.now())
    codes = re.findall(r'<code class="fs-6 text-body">([^<]+)</code>', done.text)
    assert len(codes) == 10
    assert ("code-enrolled", person) in hub.ear.actions()
    assert hub.browser().sign_in(person).status_code == httpx.codes.FORBIDDEN
    later = datetime.now(UTC) + timedelta(seconds=totp.STEP)
    for otp in (app.at(later), codes[0]):
        again = hub.browser()
        answer = again.post("/hub/login", username=person, password=PASSWORD, otp=otp, acknowledged="yes")
        assert answer.status_code == httpx.codes.FOUND
        assert again.client.get("/hub/home").status_code == httpx.codes.OK
    assert hub.ear.heard[-2]["action"] == "recovery-code"
    assert hub.ear.heard[-2]["detail"] == {"for": "signin", "left": 9}


@pytest.mark.browser
def test_a_password_is_changed_in_the_browser_and_the_old_one_opens_nothing_more(
    hub: Hub, person: str, chromium: Chromium
) -> None:
    chosen = "Date-Palm-7-Wagon"
    owner, elsewhere = chromium.new_context().new_page(), chromium.new_context().new_page()
    for page in (owner, elsewhere):
        signing_in(page, hub, person, PASSWORD)
        page.goto(f"{hub.base}/hub/account")
        expect(page.get_by_role("heading", name=f"Account of {person}", exact=True)).to_be_visible()
    owner.get_by_role("link", name="Change password").click()
    expect(owner.get_by_label("User name:")).to_have_value(person)
    choosing(owner, PASSWORD, chosen, "Date-Palm-8-Wagon")
    differ = owner.get_by_text("The two new passwords differ")
    expect(differ).to_be_visible()
    choosing(owner, "guessed-by-a-thief", chosen)
    expect(differ).to_have_count(0)
    expect(owner.locator(".login_error")).to_contain_text("refused")
    choosing(owner, PASSWORD, chosen)
    expect(owner.get_by_label("Username")).to_have_value(person)
    elsewhere.reload()
    expect(elsewhere.get_by_label("Username")).to_be_visible()
    signing_in(elsewhere, hub, person, PASSWORD)
    expect(elsewhere.get_by_text("Sign-in refused")).to_be_visible()
    signing_in(owner, hub, person, chosen)
    owner.goto(f"{hub.base}/hub/account")
    expect(owner.get_by_role("table").get_by_role("row").filter(has_text="sign-in refused")).to_have_count(2)
    assert ("password-changed", person) in hub.ear.actions()
    for page in (owner, elsewhere):
        page.context.close()


def test_whoever_has_the_session_alone_sets_up_no_codes(hub: Hub, person: str) -> None:
    thief = hub.browser()
    thief.sign_in(person)
    assert begun(thief, person, password="guessed").status_code == httpx.codes.FORBIDDEN
    assert ("code-enrolment-failed", person) in hub.ear.actions()
    assert begun(thief, person, password=PASSWORD).status_code == httpx.codes.OK


def test_an_enrolment_ends_with_its_first_use_and_is_nobody_elses(hub: Hub, person: str) -> None:
    browser = hub.browser()
    page = begun(browser, person)
    app = secret_of(page)
    assert finished(browser, page, app.now()).status_code == httpx.codes.OK
    assert finished(browser, page, app.now()).status_code == httpx.codes.GONE


def test_the_page_of_the_account_tells_ones_own_sign_ins_and_nobody_elses(hub: Hub, person: str) -> None:
    hub.browser().sign_in(person, "wrong")
    hub.browser().sign_in("tess", "wrong")
    browser = hub.browser()
    browser.sign_in(person)
    page = browser.client.get("/hub/account")
    rows = re.findall(r"<td>(signed in|sign-in refused)</td>", page.text)
    assert rows == ["signed in", "sign-in refused"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert hub.browser().client.get("/hub/account").status_code == httpx.codes.FOUND


def test_a_password_that_others_know_opens_nothing_more_and_everything_ends(hub: Hub, person: str) -> None:
    thief, owner = hub.browser(), hub.browser()
    thief.sign_in(person)
    stolen = hub.server_token(thief, person)
    owner.sign_in(person)
    assert owner.post("/hub/account/compromised").status_code == httpx.codes.OK
    assert hub.ear.actions()[-2:] == [("password-compromised", person), ("sessions-ended", person)]
    assert hub.api(stolen, "/user").status_code == httpx.codes.FORBIDDEN
    for browser in (thief, owner):
        assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND
    assert hub.browser().sign_in(person).status_code == httpx.codes.FORBIDDEN
    account = hub.accounts.get(person)
    assert account is not None
    assert account.must_change, "the first password that is given next has to be changed"


def test_a_script_in_the_persons_pages_ends_nothing(hub: Hub, person: str) -> None:
    browser = hub.browser()
    browser.sign_in(person)
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', browser.client.get("/hub/account/compromised").text)
    assert xsrf is not None
    sent = browser.client.post("/hub/account/compromised", data={"_xsrf": xsrf[1]}, headers=SCRIPT)
    assert sent.status_code == httpx.codes.FORBIDDEN
    assert browser.client.get("/hub/home").status_code == httpx.codes.OK


def test_nothing_changes_while_it_cannot_be_recorded(hub: Hub, person: str) -> None:
    browser = hub.browser()
    browser.sign_in(person)
    page = begun(browser, person)
    socket_file = hub.data / "run" / "custodian.sock"
    aside = socket_file.with_suffix(".aside")
    socket_file.rename(aside)
    try:
        told = [finished(browser, page, secret_of(page).now()), browser.post("/hub/account/compromised")]
    finally:
        aside.rename(socket_file)
    assert [each.status_code for each in told] == [httpx.codes.SERVICE_UNAVAILABLE] * 2
    assert hub.browser().sign_in(person).status_code == httpx.codes.FOUND
