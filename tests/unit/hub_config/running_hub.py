"""A real Hub with the product's configuration, and browsers that talk to it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hub_config.accounts import Accounts
from hub_config.configure import configure
from hub_config.processes import MARK, end, marked
from tests.unit.hub_config.hub_parts import Ear
from tests.waiting import free_ports, until
from workbench.policy.roles import Role

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PASSWORD = "correct horse battery"


@dataclass
class Browser:
    """Somebody's browser at the Hub; ``/hub`` is asked directly, there is no proxy."""

    base: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base, timeout=30)

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/hub/login", username=name, password=password, otp="", acknowledged="yes")

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


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with running(Path(tmp_path_factory.mktemp("h"))) as started:
        yield started


@contextmanager
def running(data: Path, **configured: str) -> Iterator[Hub]:
    """A Hub over a new folder; what is configured of ``[hub.oidc]`` replaces its empty values."""
    port = free_ports()
    configure(data, port, isolated=False, demo=True)
    file = data / "config" / "workbench.toml"
    for key, value in configured.items():
        file.write_text(re.sub(rf'(?m)^{key} = (""|\[\])$', f"{key} = {value}", file.read_text()))
    for folder in ("hub", "run", "ipython"):
        (data / folder).mkdir()
    (data / "hub" / "cookie-secret").write_text(secrets.token_hex(32))
    (data / "hub" / "cookie-secret").chmod(0o600)
    (data / "hub" / "custodian-secret").write_text("s" * 64)
    (data / "hub" / "metrics-token").write_text("f" * 64)
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


def edge_token_of(hub: Hub, browser: Browser) -> str:
    answer = browser.authorize("service-edge", EDGE_CALLBACK)
    assert answer.status_code == httpx.codes.FOUND
    return hub.exchange(answer, "service-edge", hub.edge_token, EDGE_CALLBACK)
