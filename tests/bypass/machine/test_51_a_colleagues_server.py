"""What it tries: to use a colleague's server with one's own token and cookies, through the proxy and beside it.

What stops it: a token and a cookie open the server of the person they were given to (464.5.2).
"""

from __future__ import annotations

from contextlib import closing

import httpx

from tests.bypass.machine.server import Server
from tests.house import House

ATTEMPT = "use a colleague's server with one's own token or cookies"


def _ways(house: House) -> list[str]:
    direct = house.environment("adam")["JUPYTERHUB_SERVICE_URL"].rstrip("/")
    return [f"{house.url}/user/adam", direct]


def test_blocked_a_token_opens_no_other_server(house: House, of_ana: Server) -> None:
    for base in _ways(house):
        other = Server(base, of_ana.token)
        assert other.request("GET", "/api/status").status_code in (302, 403)
        assert other.request("POST", "/api/kernels", {"name": "python3"}).status_code in (302, 403)
        assert other.request("GET", "/api/contents/home").status_code in (302, 403)


def test_blocked_cookies_open_no_other_server(house: House, of_adam: Server) -> None:
    with closing(house.browser("ana")) as client:
        answer = client.get("/user/adam/api/status")
        assert answer.status_code in (403, 404)
        assert "started" not in answer.text
        assert client.get("/user/ana/api/status").status_code == httpx.codes.OK


def test_control_the_owners_token_opens_it(house: House, of_adam: Server) -> None:
    for base in _ways(house):
        assert Server(base, of_adam.token).request("GET", "/api/contents/home").status_code == httpx.codes.OK
