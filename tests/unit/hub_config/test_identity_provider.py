"""Signing in at the agency's identity provider, at a real Hub, with a provider that lies when told to (464.5.1)."""

from __future__ import annotations

import html
import re
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from hub_config.provided import Provided
from tests.relay import relayed
from tests.unit.hub_config.provider import CLIENT, SECRET, Provider, Says, sealed_with, signed, unsigned
from tests.unit.hub_config.running_hub import Browser, Hub, running
from tests.waiting import until
from workbench.policy.roles import Role

pytestmark = pytest.mark.section("464.5.1")
FORBIDDEN = httpx.codes.FORBIDDEN


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as started:
        yield started
        started.shutdown()


@pytest.fixture(scope="module")
def house(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    data = Path(tmp_path_factory.mktemp("o"))
    told = {"issuer": f'"{provider.issuer}"', "client_id": f'"{CLIENT}"'}
    with running(data, **told) as hub:
        (data / "hub" / "oidc-secret").write_text(SECRET)
        yield hub


@pytest.fixture
def newcomer(house: Hub, provider: Provider) -> str:
    """Somebody whose account the provider opens; the provider says next that it was this person."""
    name = f"p{secrets.token_hex(5)}"
    house.accounts.add(name, secrets.token_urlsafe(16), [Role.OFFICER])
    Provided(house.accounts).hand_over(name)
    provider.says = Says(name=name, subject=f"s-{name}")
    return name


@pytest.fixture
def person(house: Hub, provider: Provider) -> str:
    """The same person in every test that changes nothing of the account."""
    if house.accounts.get("pia") is None:
        house.accounts.add("pia", secrets.token_urlsafe(16), [Role.OFFICER])
        Provided(house.accounts).hand_over("pia")
    provider.says = Says(name="pia", subject="s-pia")
    return "pia"


def begun(browser: Browser, page: str = "/hub/provider", **fields: str) -> str:
    """The address at the provider that the Hub leads to."""
    shown = browser.client.get("/hub/login" if page == "/hub/provider" else page)
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', shown.text)
    assert xsrf is not None
    return led(browser.client.post(page.partition("?")[0], data={"_xsrf": xsrf[1], "acknowledged": "yes"} | fields))


def led(page: httpx.Response) -> str:
    found = re.search(r'content="0; url=([^"]+)"', page.text)
    assert found is not None, page.text
    return html.unescape(found[1])


def sent_back(address: str) -> str:
    """The provider asks nobody anything; the path, at the Hub, of where it sends the browser."""
    back = urlsplit(httpx.get(address).headers["location"])
    return f"{back.path}?{back.query}"


def signs_in(house: Hub, browser: Browser | None = None) -> httpx.Response:
    browser = browser or house.browser()
    return browser.client.get(sent_back(begun(browser)))


def refused_as(house: Hub, answer: httpx.Response, name: str, reason: str) -> None:
    assert answer.status_code == FORBIDDEN, answer.text
    told = house.ear.heard[-1]
    assert (told["action"], told["user"]) == ("signin-failed", name)
    assert reason in told["detail"]["reason"]
    assert told["detail"]["by"] == "identity provider"


@pytest.mark.browser
def test_a_person_with_two_factors_is_signed_in_on_record(
    house: Hub, provider: Provider, person: str, chromium: Chromium
) -> None:
    page, behind = chromium.new_page(), urlsplit(house.base).port or 0
    with relayed(
        behind, behind - 2
    ) as address:  # there is no proxy; the provider sends the browser to where it would be
        page.goto(f"{address}/hub/login")
        way = page.locator("#provider")
        way.get_by_role("button").click()  # nobody goes there who did not see what is recorded
        assert urlsplit(page.url).path == "/hub/login"
        way.get_by_role("checkbox").check()
        way.get_by_role("button").click()
        page.wait_for_url(re.compile(rf"^{address}/hub/(?!login|provider)"))
        assert "code=" not in page.url
        told = house.ear.heard[-1]
        assert (told["action"], told["user"]) == ("signin", person)
        assert told["detail"]["amr"] == ["pwd", "otp", "mfa"]
        assert told["detail"]["roles"] == ["officer"]
        assert provider.asked["redirect_uri"].endswith("/hub/provider/back")
        page.goto(f"{address}/hub/account")
        expect(page.get_by_role("heading", name=f"Account of {person}", exact=True)).to_be_visible()
        page.goto(f"{address}/hub/logout")
        until(lambda: ("signout", person) in house.ear.actions())
        page.goto(f"{address}/hub/home")
        expect(page.locator("#provider")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"amr": ["pwd"]}, "amr has no mfa"),
        ({"amr": []}, "amr has no mfa"),
        ({"amr": "mfa"}, "amr has no mfa"),
        ({"amr": None}, "amr has no mfa"),
    ],
)
def test_one_factor_at_the_provider_is_not_enough(
    house: Hub, provider: Provider, person: str, says: dict[str, Any], reason: str
) -> None:
    provider.says.claims = says
    answer = signs_in(house)
    refused_as(house, answer, "unknown", reason)
    assert "second factor" in answer.text


def test_a_provider_that_does_not_speak_of_factors_signs_nobody_in(house: Hub, provider: Provider, person: str) -> None:
    provider.says.without = ("amr",)
    refused_as(house, signs_in(house), "unknown", "amr has no mfa")


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "(iss)"),
        ({"aud": "another"}, "(aud)"),
        ({"aud": [CLIENT, "another"]}, "(aud)"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "(aud)"),
        ({"azp": "another"}, "(aud)"),
        ({"nonce": "of another sign-in"}, "(nonce)"),
        ({"exp": 1}, "(exp)"),
        ({"exp": "never"}, "(exp)"),
        ({"iat": time.time() + 3600}, "(iat)"),
        ({"nbf": time.time() + 3600}, "(nbf)"),
        ({"sub": ""}, "names nobody"),
        ({"preferred_username": ["ana"]}, "names nobody"),
    ],
)
def test_a_token_that_was_made_for_something_else_signs_nobody_in(
    house: Hub, provider: Provider, person: str, says: dict[str, Any], reason: str
) -> None:
    provider.says.claims = says
    refused_as(house, signs_in(house), "unknown", reason)


@pytest.mark.parametrize("claim", ["iss", "aud", "nonce", "exp", "iat", "sub", "preferred_username"])
def test_a_token_that_leaves_something_out_signs_nobody_in(
    house: Hub, provider: Provider, person: str, claim: str
) -> None:
    provider.says.without = (claim,)
    assert signs_in(house).status_code == FORBIDDEN
    assert house.ear.actions()[-1] == ("signin-failed", "unknown")


STRANGER = rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize(
    "forge",
    [
        lambda _, claims: signed(STRANGER, claims),
        lambda _, claims: signed(STRANGER, claims, kid="mine"),
        lambda _, claims: unsigned(claims),
        lambda _, claims: sealed_with(SECRET, claims),
        lambda key, claims: sealed_with(_public(key), claims),
        lambda key, claims: signed(key, claims)[:-4] + "AAAA",
        lambda key, claims: "no token",
    ],
    ids=["a stranger's key", "an unknown key", "none", "the client's secret", "the public key", "altered", "nonsense"],
)
def test_a_forged_signature_signs_nobody_in(
    house: Hub, provider: Provider, person: str, forge: Callable[[rsa.RSAPrivateKey, dict[str, Any]], str]
) -> None:
    provider.says.make = lambda claims: forge(provider.key, claims)
    refused_as(house, signs_in(house), "unknown", "signature")


def _public(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def test_an_answer_counts_once_and_in_the_browser_that_asked(house: Hub, provider: Provider, person: str) -> None:
    browser, thief = house.browser(), house.browser()
    back = sent_back(begun(browser))
    refused_as(house, thief.client.get(back), "unknown", "not begun in this browser")
    refused_as(house, browser.client.get(back), "unknown", "not begun in this browser")
    again = sent_back(begun(browser))
    assert led(browser.client.get(again))
    refused_as(house, browser.client.get(again), "unknown", "not begun in this browser")


def test_a_code_of_another_sign_in_is_not_taken(house: Hub, provider: Provider, person: str) -> None:
    browser = house.browser()
    attackers = parse_qs(urlsplit(sent_back(begun(house.browser()))).query)["code"][0]
    own = parse_qs(urlsplit(sent_back(begun(browser))).query)["state"][0]
    injected = browser.client.get("/hub/provider/back", params={"state": own, "code": attackers})
    refused_as(house, injected, "unknown", "does not know the code")


def test_an_answer_that_names_another_issuer_is_not_taken(house: Hub, provider: Provider, person: str) -> None:
    browser = house.browser()
    mixed = browser.client.get(f"{sent_back(begun(browser))}&iss=https%3A%2F%2Felsewhere.example")
    refused_as(house, mixed, "unknown", "(iss)")


def test_an_unknown_name_is_refused_and_not_recorded(house: Hub, provider: Provider, person: str) -> None:
    provider.says = Says(name="nobody-here", subject="s-nobody")
    refused_as(house, signs_in(house), "unknown", "no account here")


def test_an_account_with_a_password_of_its_own_is_not_opened_by_the_provider(house: Hub, provider: Provider) -> None:
    provider.says = Says(name="ana", subject="s-ana")
    refused_as(house, signs_in(house), "ana", "no account here")


def test_a_disabled_account_stays_closed_and_one_that_is_open_ends_within_seconds(
    house: Hub, provider: Provider, newcomer: str
) -> None:
    browser = house.browser()
    signs_in(house, browser)
    house.accounts.set_disabled(newcomer, disabled=True)
    until(lambda: browser.client.get("/hub/home").status_code == httpx.codes.FOUND)
    refused_as(house, signs_in(house), newcomer, "disabled")


def test_a_name_that_was_given_to_somebody_else_at_the_provider_opens_nothing(
    house: Hub, provider: Provider, newcomer: str
) -> None:
    assert led(signs_in(house))
    provider.says.subject = "s-successor"
    refused_as(house, signs_in(house), newcomer, "no account here")


def test_one_person_there_has_one_account_here(house: Hub, provider: Provider, newcomer: str) -> None:
    assert led(signs_in(house))
    other = f"q{newcomer}"
    house.accounts.add(other, secrets.token_urlsafe(16), [Role.OFFICER])
    Provided(house.accounts).hand_over(other)
    provider.says.name = other
    refused_as(house, signs_in(house), other, "no account here")


def test_no_password_opens_an_account_that_the_provider_opens(house: Hub, person: str) -> None:
    for guess in ("", "correct horse battery"):
        assert house.browser().sign_in(person, guess).status_code == FORBIDDEN


def test_nobody_is_signed_in_off_record(house: Hub, provider: Provider, person: str) -> None:
    browser = house.browser()
    back = sent_back(begun(browser))
    socket_file = house.data / "run" / "custodian.sock"
    aside = socket_file.with_suffix(".aside")
    socket_file.rename(aside)
    try:
        answer = browser.client.get(back)
    finally:
        aside.rename(socket_file)
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND


STEP_UP = "waits-for-pia"


def asked(house: Hub, person: str) -> tuple[Browser, str]:
    """Somebody signed in whom the custodian asks for a word; the page that asks."""
    house.ear.waiting[STEP_UP] = {"step_up": STEP_UP, "user": person, "title": "Grant", "details": {"to": "otto"}}
    browser = house.browser()
    signs_in(house, browser)
    return browser, f"/hub/step-up?step_up={STEP_UP}"


def typed(house: Hub) -> bool:
    return house.ear.typed.count(STEP_UP) == 1


def test_what_needs_a_password_needs_a_new_sign_in_at_the_provider_and_a_word_after_it(
    house: Hub, provider: Provider, person: str
) -> None:
    house.ear.typed.clear()
    browser, page = asked(house, person)
    assert 'name="password"' not in browser.client.get(page).text
    there = begun(browser, page, step_up=STEP_UP)
    assert parse_qs(urlsplit(there).query).items() >= {"prompt": ["login"], "max_age": ["0"]}.items()
    confirm = led(browser.client.get(sent_back(there)))
    assert not typed(house), "coming back confirms nothing"
    shown = browser.client.get(confirm)
    assert "Grant" in shown.text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    assert browser.client.post("/hub/step-up", data=fields).status_code == httpx.codes.SEE_OTHER
    assert typed(house)
    assert browser.client.post("/hub/step-up", data=fields).status_code == FORBIDDEN, "a word counts once"
    assert typed(house)


@pytest.mark.parametrize(
    ("says", "without"),
    [
        ({"auth_time": time.time() - 600}, ()),
        ({"auth_time": "now"}, ()),
        ({}, ("auth_time",)),
        ({"amr": ["pwd"]}, ()),
        ({"preferred_username": "ana", "sub": "s-ana"}, ()),
        ({"sub": "s-another"}, ()),
    ],
    ids=["an old sign-in", "no time", "no word of the time", "one factor", "somebody else", "another of that name"],
)
def test_a_session_at_the_provider_that_is_merely_open_confirms_nothing(
    house: Hub, provider: Provider, person: str, says: dict[str, Any], without: tuple[str, ...]
) -> None:
    house.ear.typed.clear()
    browser, page = asked(house, person)
    provider.says.claims, provider.says.without = says, without
    assert browser.client.get(sent_back(begun(browser, page, step_up=STEP_UP))).status_code == FORBIDDEN
    assert house.ear.actions()[-1] == ("step-up-failed", person)
    assert not typed(house)


def test_neither_a_guessed_word_nor_a_script_confirms_anything(house: Hub, provider: Provider, person: str) -> None:
    house.ear.typed.clear()
    browser, page = asked(house, person)
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', browser.client.get(page).text)
    assert xsrf is not None
    form = {"_xsrf": xsrf[1], "step_up": STEP_UP}
    script = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/hub/step-up", data=form, headers=script).status_code == FORBIDDEN
    assert browser.client.post("/hub/step-up", data=form | {"proof": "guessed"}).status_code == FORBIDDEN
    assert house.ear.actions()[-1] == ("step-up-failed", person)
    assert not typed(house)
