"""What it tries: to use a colleague's server with one's own token and cookies, through the proxy and beside it.

What stops it: a token and a cookie open the server of the person they were given to (464.5.2).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing

import httpx
import pytest

from tests.bypass.machine.by_hand import started_by_hand
from tests.bypass.machine.server import Server
from tests.house import House

ATTEMPT = "use a colleague's server with one's own token or cookies"


ASKED = (
    ("GET", "/api/status", None),
    ("POST", "/api/kernels", {"name": "python3"}),
    ("GET", "/api/contents/home", None),
)


def _ways(house: House) -> list[str]:
    return [f"{house.url}/user/adam", _direct(house.environment("adam"))]


def _direct(environment: Mapping[str, str]) -> str:
    return environment["JUPYTERHUB_SERVICE_URL"].rstrip("/")


def _attack(base: str, token: str) -> list[int]:
    server = Server(base, token)
    return [server.request(method, path, body).status_code for method, path, body in ASKED]


@pytest.fixture
def careless(house: House, free_port: int) -> Iterator[str]:
    """Adam's server started once more, by hand: it lets in whoever may enter Ana's."""
    others = {
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{free_port}/user/adam/",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps(["access:servers!user=ana", "access:servers!server=ana/"]),
    }
    base = _direct(others)
    options, api = ["jupyterhub.singleuser"], f"{base}/api"
    with started_by_hand(house, "adam", options, lambda _: others, lambda: httpx.get(api, trust_env=False)):
        yield base


def test_blocked_a_token_opens_no_other_server(house: House, of_ana: Server, of_adam: Server) -> None:
    for base in _ways(house):
        assert set(_attack(base, of_ana.token)) <= {302, 403}


def test_blocked_cookies_open_no_other_server(house: House, of_adam: Server) -> None:
    with closing(house.browser("ana")) as client:
        answer = client.get("/user/adam/api/status")
        assert answer.status_code in (403, 404)
        assert "started" not in answer.text
        assert client.get("/user/ana/api/status").status_code == httpx.codes.OK


def test_control_a_server_that_does_not_ask_for_its_owners_scope_is_opened(careless: str, of_ana: Server) -> None:
    assert _attack(careless, of_ana.token) == [200, 201, 200]


def test_control_the_owners_token_opens_it(house: House, of_adam: Server) -> None:
    for base in _ways(house):
        assert Server(base, of_adam.token).request("GET", "/api/contents/home").status_code == httpx.codes.OK
