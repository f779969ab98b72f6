"""Sessions end at once when an account changes or a password is new, and stay ended (464.5.2); at a real Hub."""

from __future__ import annotations

import httpx
import pytest

from hub_config.events import END_PAGE, HEADER
from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.running_hub import Hub, edge_token_of
from tests.waiting import until
from workbench.policy.roles import Operation, Role, scope

pytestmark = pytest.mark.section("464.5.1", "464.5.2")


def test_a_disabled_persons_token_stops_and_so_does_the_session(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    token = hub.server_token(browser, "tess")
    assert hub.api(token, "/user").status_code == httpx.codes.OK
    hub.accounts.set_disabled("tess", disabled=True)
    try:
        until(lambda: hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN, 5)
        assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND
        assert hub.browser().sign_in("tess").status_code == httpx.codes.FORBIDDEN
    finally:
        hub.accounts.set_disabled("tess", disabled=False)


def test_a_role_that_was_taken_away_is_gone_from_the_token(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    token = hub.server_token(browser, "tess")
    assert scope(Operation.TRAIN) in hub.scopes(token)
    hub.accounts.set_roles("tess", [Role.OFFICER])
    try:
        until(lambda: hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN, 5)
        again = hub.browser()
        again.sign_in("tess")
        assert scope(Operation.TRAIN) not in hub.scopes(token)
    finally:
        hub.accounts.set_roles("tess", [Role.TRAINER])


def _end(hub: Hub, name: str, secret: str = "s" * 64) -> httpx.Response:
    headers = {HEADER: secret}
    return httpx.post(f"{hub.base}/hub{END_PAGE}", data={"username": name}, headers=headers, timeout=60)


def test_ended_sessions_stay_ended_when_the_account_is_used_again(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    server = hub.server_token(browser, "tess")
    edge = edge_token_of(hub, browser)
    assert _end(hub, "tess").status_code == httpx.codes.NO_CONTENT
    assert hub.ear.actions()[-1] == ("sessions-ended", "tess")
    (hub.data / "homes" / "tess" / "token").unlink()
    for token in (server, edge):
        assert hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN
    assert browser.client.get("/hub/home").status_code == httpx.codes.FOUND
    again = hub.browser()
    again.sign_in("tess")
    assert hub.server_token(again, "tess") != server, "the server was stopped, so another is started"
    assert hub.api(server, "/user").status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("secret", ["", "guess", "s" * 63])
def test_nobody_ends_anothers_session_without_the_secret(hub: Hub, secret: str) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    assert _end(hub, "tess", secret).status_code == httpx.codes.FORBIDDEN
    assert browser.client.get("/hub/home").status_code == httpx.codes.OK


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(hub: Hub) -> None:
    hub.accounts.add("paula", PASSWORD, [Role.OFFICER], must_change=False)
    thief, owner = hub.browser(), hub.browser()
    thief.sign_in("paula")
    stolen = hub.server_token(thief, "paula")
    chosen = "something of my own"
    fields = {"username": "paula", "password": PASSWORD, "otp": "", "new": chosen, "again": chosen}
    assert owner.post("/hub/new-password", **fields).status_code == httpx.codes.FOUND
    assert hub.api(stolen, "/user").status_code == httpx.codes.FORBIDDEN
    assert thief.client.get("/hub/home").status_code == httpx.codes.FOUND
    assert hub.ear.actions()[-2:] == [("password-changed", "paula"), ("sessions-ended", "paula")]


def test_the_custodian_is_told_once_of_an_account_that_changed(hub: Hub) -> None:
    hub.accounts.add("rosa", PASSWORD, [Role.OFFICER], must_change=False)
    browser = hub.browser()
    browser.sign_in("rosa")
    token = hub.server_token(browser, "rosa")
    hub.accounts.set_disabled("rosa", disabled=True)
    until(lambda: hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN, 5)
    for _ in range(3):
        assert hub.api(token, "/user").status_code == httpx.codes.FORBIDDEN
    assert hub.ear.actions().count(("sessions-ended", "rosa")) == 1
