"""What a token can do, asked of a real Hub with the product's configuration (464.4, 464.5.1)."""

from __future__ import annotations

import re

import httpx
import pytest

from hub_config.signin import SORRY
from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import EDGE_CALLBACK, Hub, edge_token_of
from workbench.policy.roles import ASSENT_SCOPE, Operation, Role, scope

pytestmark = pytest.mark.section("464.5.1")


def test_the_sign_in_page_says_what_it_is_for_and_that_nobody_is_isolated(hub: Hub) -> None:
    page = hub.browser().client.get("/hub/login")
    assert "Official use only" in page.text
    assert "not isolated" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


def test_nobody_signs_in_before_the_notice_was_acknowledged_and_that_is_on_record(hub: Hub) -> None:
    before, browser = len(hub.ear.heard), hub.browser()
    for said in ({}, {"acknowledged": ""}, {"acknowledged": "no"}):
        answer = browser.post("/hub/login", username="ana", password=PASSWORD, otp="", **said)
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert "read the notice" in answer.text
    assert len(hub.ear.heard) == before, "no password was looked at"
    assert browser.sign_in("ana").status_code == httpx.codes.FOUND
    assert re.fullmatch("notice [0-9a-f]{16}", hub.ear.heard[-1]["detail"]["acknowledged"])


def test_a_sign_in_is_on_record_before_the_cookie_is_given(hub: Hub) -> None:
    browser = hub.browser()
    assert browser.sign_in("ana").status_code == httpx.codes.FOUND
    assert ("signin", "ana") in hub.ear.actions()
    browser.client.get("/hub/logout")
    assert ("signout", "ana") in hub.ear.actions()


@pytest.mark.parametrize(("name", "known"), [("ana", "ana"), ("nobody", "unknown"), ("my pass phrase", "unknown")])
def test_a_failure_is_told_in_the_same_words_and_a_password_typed_as_name_is_not_recorded(
    hub: Hub, name: str, known: str
) -> None:
    answer = hub.browser().sign_in(name, "wrong")
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert SORRY in answer.text
    assert hub.ear.actions()[-1] == ("signin-failed", known)


def test_nobody_gets_in_while_the_log_cannot_be_written(hub: Hub) -> None:
    socket_file = hub.data / "run" / "custodian.sock"
    aside = socket_file.with_suffix(".aside")
    socket_file.rename(aside)
    try:
        browser = hub.browser()
        answer = browser.sign_in("ana")
    finally:
        aside.rename(socket_file)
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "recorded" in answer.text
    assert not any("login" in name for name in browser.client.cookies)
    assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND


def test_nobody_gets_in_while_the_register_of_accounts_cannot_be_used(hub: Hub) -> None:
    register = hub.data / "hub" / "accounts.sqlite"
    aside = register.with_suffix(".aside")
    register.rename(aside)
    register.mkdir()
    try:
        answer = hub.browser().sign_in("ana")
    finally:
        register.rmdir()
        aside.rename(register)
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "nobody can sign in" in answer.text.replace("&#39;", "'")
    assert hub.browser().sign_in("ana").headers["location"].startswith("/hub/spawn")


def test_a_servers_token_holds_what_the_person_may_and_never_the_assent(hub: Hub) -> None:
    for name, can, cannot in (
        ("ana", Operation.QUERY, Operation.READ_LOG),
        ("adam", Operation.READ_LOG, Operation.QUERY),
        ("vic", Operation.HEALTH, Operation.QUERY),
    ):
        browser = hub.browser()
        browser.sign_in(name)
        held = hub.scopes(hub.server_token(browser, name))
        assert scope(can) in held
        assert scope(cannot) not in held
        assert not {ASSENT_SCOPE, scope(Operation.ADMINISTER), scope(Operation.APPROVE)} & set(held)


def test_somebody_without_a_role_holds_nothing(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("noel")
    assert not [held for held in hub.scopes(hub.server_token(browser, "noel")) if held.startswith("custom:")]


def test_the_edge_gets_the_assent_from_a_signed_in_browser_and_nothing_to_read_with(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("ana")
    held = hub.scopes(edge_token_of(hub, browser))
    assert ASSENT_SCOPE in held
    assert scope(Operation.QUERY) not in held


@pytest.mark.parametrize("asked", [ASSENT_SCOPE, "inherit", "tokens!user", scope(Operation.QUERY)])
def test_a_servers_own_oauth_client_cannot_ask_for_more_than_to_be_entered(hub: Hub, asked: str) -> None:
    browser = hub.browser()
    browser.sign_in("ana")
    token = hub.server_token(browser, "ana")
    redirect = "/user/ana/oauth_callback"
    refused = browser.authorize("jupyterhub-user-ana", redirect, asked)
    assert "invalid_scope" in refused.headers.get("location", "")
    granted = hub.exchange(browser.authorize("jupyterhub-user-ana", redirect), "jupyterhub-user-ana", token, redirect)
    assert not [held for held in hub.scopes(granted) if held.startswith("custom:")]


def test_a_server_cannot_play_the_edge(hub: Hub) -> None:
    """A code meant for the edge is worth nothing without the edge's secret, which no server has."""
    browser = hub.browser()
    browser.sign_in("ana")
    token = hub.server_token(browser, "ana")
    answer = browser.authorize("service-edge", EDGE_CALLBACK)
    with pytest.raises(KeyError):
        hub.exchange(answer, "service-edge", token, EDGE_CALLBACK)
    elsewhere = browser.authorize("service-edge", "/user/ana/oauth_callback")
    assert "code=" not in elsewhere.headers.get("location", "")


@pytest.mark.parametrize("asked", [None, [ASSENT_SCOPE], [scope(Operation.QUERY)], ["inherit"]])
def test_nobody_mints_a_token(hub: Hub, asked: list[str] | None) -> None:
    browser = hub.browser()
    browser.sign_in("ana")
    sent: dict[str, object] = {"note": "mine"} | ({"scopes": asked} if asked else {})
    server = hub.server_token(browser, "ana")
    assert hub.api(server, "/users/ana/tokens", "POST", **sent).status_code == httpx.codes.FORBIDDEN
    xsrf = browser.client.cookies.get("_xsrf", path="/hub/") or ""
    headers = {"X-XSRFToken": xsrf, "Referer": f"{hub.base}/hub/token"}
    by_cookie = browser.client.post("/hub/api/users/ana/tokens", params={"_xsrf": xsrf}, json=sent, headers=headers)
    assert by_cookie.status_code == httpx.codes.FORBIDDEN
    assert "no permissions" in by_cookie.text, "refused for another reason than the missing scope"
    assert (
        hub.api(edge_token_of(hub, browser), "/users/ana/tokens", "POST", **sent).status_code == httpx.codes.FORBIDDEN
    )


def test_nobody_sees_or_enters_anothers_server_the_administrator_included(hub: Hub) -> None:
    ana, adam = hub.browser(), hub.browser()
    ana.sign_in("ana")
    hub.server_token(ana, "ana")
    adam.sign_in("adam")
    refused = adam.authorize("jupyterhub-user-ana", "/user/ana/oauth_callback")
    assert refused.status_code == httpx.codes.FORBIDDEN
    token = hub.server_token(adam, "adam")
    for path in ("/users/ana", "/users", "/users/ana/server"):
        assert hub.api(token, path).status_code in (httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND, 405)


def test_a_first_password_opens_only_the_page_where_it_is_changed(hub: Hub) -> None:
    hub.accounts.add("newt", PASSWORD, [Role.OFFICER])
    browser = hub.browser()
    answer = browser.sign_in("newt")
    assert answer.headers["location"].startswith("/hub/new-password")
    assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND
    chosen = "something of my own"
    fields = {"username": "newt", "password": PASSWORD, "otp": "", "new": chosen}
    assert "differ" in browser.post("/hub/new-password", **fields, again="else").text
    assert (
        "<script>"
        not in browser.post("/hub/new-password", **(fields | {"username": "<script>"}), again="else")
        .text.partition("<form")[2]
        .partition("</form>")[0]
    )
    assert browser.post("/hub/new-password", **fields, again=chosen).status_code == httpx.codes.FOUND
    assert ("password-changed", "newt") in hub.ear.actions()
    assert browser.sign_in("newt", PASSWORD).status_code == httpx.codes.FORBIDDEN
    assert browser.sign_in("newt", chosen).headers["location"].startswith("/hub/spawn")


def test_the_fifth_failure_locks_and_the_lock_is_on_record(hub: Hub) -> None:
    hub.accounts.add("lara", PASSWORD, [Role.OFFICER], must_change=False)
    for _ in range(5):
        hub.browser().sign_in("lara", "wrong")
    assert hub.ear.actions()[-1] == ("locked", "lara")
    answer = hub.browser().sign_in("lara", PASSWORD)
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert SORRY in answer.text


def test_the_custodians_token_looks_people_up_and_does_nothing_else(hub: Hub) -> None:
    assert hub.api("c" * 64, "/users/ana").json()["groups"] == ["role:analyst"]
    assert hub.api("c" * 64, "/users/ana/server", "POST").status_code == httpx.codes.FORBIDDEN
    assert hub.api("c" * 64, "/users/ana/tokens").status_code == httpx.codes.FORBIDDEN
