"""What a token can do, asked of a real Hub with the product's configuration (464.4, 464.5.1, 464.5.2)."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hub_config.accounts import Accounts
from hub_config.configure import configure
from hub_config.events import END_PAGE, HEADER
from hub_config.processes import MARK, end, marked
from hub_config.signin import SORRY
from tests.unit.hub_config.conftest import PASSWORD
from tests.unit.hub_config.hub_parts import Ear
from tests.waiting import free_ports, until
from workbench.policy.roles import ASSENT_SCOPE, Operation, Role, scope

pytestmark = pytest.mark.section("464.5.1")
HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@dataclass
class Browser:
    """Somebody's browser at the Hub; ``/hub`` is asked directly, there is no proxy."""

    base: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base, timeout=30)

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/hub/login", username=name, password=password, otp="")

    def post(self, page: str, **fields: str) -> httpx.Response:
        shown = self.client.get(page)
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', shown.text)
        assert xsrf is not None
        return self.client.post(page, data={"_xsrf": xsrf[1]} | fields)

    def authorize(self, client_id: str, redirect: str, asked: str = "") -> httpx.Response:
        query = {"client_id": client_id, "redirect_uri": redirect, "response_type": "code"}
        return self.client.get("/hub/api/oauth2/authorize", params=query | ({"scope": asked} if asked else {}))


@dataclass
class Hub:
    """A running Hub."""

    base: str
    data: Path
    ear: Ear
    accounts: Accounts
    edge_token: str

    def browser(self) -> Browser:
        return Browser(self.base)

    def api(self, token: str, path: str, method: str = "GET", **sent: object) -> httpx.Response:
        headers = {"Authorization": f"token {token}"}
        return httpx.request(method, f"{self.base}/hub/api{path}", headers=headers, json=sent or None, timeout=30)

    def scopes(self, token: str) -> set[str]:
        return set(self.api(token, "/user").json()["scopes"])

    def server_token(self, browser: Browser, name: str) -> str:
        """The token of a server that the person starts, unless it runs already."""
        token = self.data / "homes" / name / "token"
        assert browser.client.get("/hub/spawn").status_code in (302, 200)
        until(token.exists)
        return token.read_text()

    def exchange(self, answer: httpx.Response, client_id: str, secret: str, redirect: str) -> str:
        """The token for the code in a redirect."""
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        fields = {
            "client_id": client_id,
            "client_secret": secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
        }
        return str(httpx.post(f"{self.base}/hub/api/oauth2/token", data=fields).json()["access_token"])


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    data = Path(tmp_path_factory.mktemp("h"))
    port = free_ports()
    configure(data, port, isolated=False, demo=True)
    for folder in ("hub", "run", "ipython"):
        (data / folder).mkdir()
    (data / "hub" / "cookie-secret").write_text(secrets.token_hex(32))
    (data / "hub" / "cookie-secret").chmod(0o600)
    (data / "hub" / "custodian-secret").write_text("s" * 64)
    accounts = Accounts.open(data / "hub" / "accounts.sqlite")
    for name, role in (
        ("ana", Role.ANALYST),
        ("adam", Role.ADMINISTRATOR),
        ("tess", Role.TRAINER),
        ("vic", Role.VENDOR),
    ):
        accounts.add(name, PASSWORD, [role], must_change=False)
    accounts.add("noel", PASSWORD, [], must_change=False)
    ear = Ear(data / "run" / "custodian.sock")
    edge_token = secrets.token_hex(32)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ALPR_CONFIG": str(data / "config" / "workbench.toml"),
        MARK: (mark := secrets.token_hex(16)),
        "XDG_RUNTIME_DIR": str(data),
        "EDGE_TOKEN": edge_token,
        "CUSTODIAN_TOKEN": "c" * 64,
    }
    command = [sys.executable, "-m", "jupyterhub", f"--config={HERE / 'hub_for_tests.py'}"]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=data, env=env, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port + 2}"
    try:
        until(lambda: process.poll() is not None or _answers(base), 180)
        assert process.poll() is None, (data / "log").read_text()[-3000:]
        yield Hub(base, data, ear, accounts, edge_token)
    finally:
        process.terminate()
        process.wait(30)
        end(marked(mark), 5.0)
        shutil.rmtree(data, ignore_errors=True)


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/hub/health", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


EDGE_CALLBACK = "/services/edge/oauth_callback"


def _edge_token(hub: Hub, browser: Browser) -> str:
    answer = browser.authorize("service-edge", EDGE_CALLBACK)
    assert answer.status_code == httpx.codes.FOUND
    return hub.exchange(answer, "service-edge", hub.edge_token, EDGE_CALLBACK)


def test_the_sign_in_page_says_what_it_is_for_and_that_nobody_is_isolated(hub: Hub) -> None:
    page = hub.browser().client.get("/hub/login")
    assert "Official use only" in page.text
    assert "not isolated" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


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
    held = hub.scopes(_edge_token(hub, browser))
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
    assert hub.api(_edge_token(hub, browser), "/users/ana/tokens", "POST", **sent).status_code == httpx.codes.FORBIDDEN


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


@pytest.mark.section("464.5.2")
def test_ended_sessions_stay_ended_when_the_account_is_used_again(hub: Hub) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    server = hub.server_token(browser, "tess")
    edge = _edge_token(hub, browser)
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


@pytest.mark.section("464.5.2")
@pytest.mark.parametrize("secret", ["", "guess", "s" * 63])
def test_nobody_ends_anothers_session_without_the_secret(hub: Hub, secret: str) -> None:
    browser = hub.browser()
    browser.sign_in("tess")
    assert _end(hub, "tess", secret).status_code == httpx.codes.FORBIDDEN
    assert browser.client.get("/hub/home").status_code == httpx.codes.OK


@pytest.mark.section("464.5.2")
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


@pytest.mark.section("464.5.2")
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
