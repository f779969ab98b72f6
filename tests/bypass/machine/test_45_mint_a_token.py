"""What it tries: to make a token that outlives the session, with the server's token and with the browser's cookies.

What stops it: the Hub's ``user`` role is narrowed; nobody may write tokens (464.5.2). The stock role lets everybody.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.bypass.machine.server import Server
from tests.house import House
from tests.waiting import until

ATTEMPT = "mint a token that outlives the session"

STOCK = """
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    async def start(self): pass
    async def stop(self): pass
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}

c = get_config()
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.redirect_to_server = False
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = "stock-password-of-the-test"
"""


def _mint(client: httpx.Client) -> httpx.Response:
    """What the Hub's token page does."""
    client.get("/hub/token")
    crumbs = [cookie.value for cookie in client.cookies.jar if cookie.name == "_xsrf" and cookie.path == "/hub/"]
    headers = {"X-XSRFToken": crumbs[0] or "", "Referer": str(client.base_url.join("/hub/token"))}
    return client.post("/hub/api/users/ana/tokens", json={"note": "mine", "expires_in": None}, headers=headers)


@pytest.fixture
def stock(house: House, tmp_path: Path, free_port: int) -> Iterator[House]:
    """A second Hub whose ``user`` role is the one that the Hub comes with."""
    config = tmp_path / "stock.py"
    config.write_text(STOCK.format(port=free_port, folder=tmp_path))
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(
            [house.python, "-I", "-m", "jupyterhub", "-f", config], cwd=tmp_path, stdout=log, stderr=log
        )
    other = House(tmp_path, free_port, {"ana": "stock-password-of-the-test"}, house.python)
    try:
        until(lambda: running.poll() is not None or _answers(other))
        assert running.poll() is None, (tmp_path / "log").read_text()
        yield other
    finally:
        running.terminate()
        running.wait(30)


def _answers(hub: House) -> bool:
    try:
        return httpx.get(f"{hub.url}/hub/api/", trust_env=False).is_success
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("name", ["ana", "adam"])
def test_blocked_a_servers_token_makes_no_token(house: House, of_ana: Server, name: str) -> None:
    hub = Server(house.url, of_ana.token)
    answer = hub.request("POST", f"/hub/api/users/{name}/tokens", {"note": "mine"})
    assert answer.status_code in (403, 404)
    assert hub.request("GET", f"/hub/api/users/{name}/tokens").status_code in (403, 404)
    assert "token" not in answer.json()


def test_blocked_a_browser_signed_in_makes_no_token(house: House) -> None:
    with closing(house.browser("ana")) as client:
        answer = _mint(client)
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert "no permissions to generate tokens" in answer.text


def test_control_the_stock_role_lets_a_browser_make_one(stock: House) -> None:
    with closing(stock.browser("ana")) as client:
        answer = _mint(client)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    made = answer.json()
    assert made["token"]
    assert made["expires_at"] is None
    assert Server(stock.url, made["token"]).request("GET", "/hub/api/user").json()["name"] == "ana"
