"""What it tries: to redirect the proxy, to use the Hub's API beyond one's own, to reach the custodian by web or TCP.

What stops it: the proxy's API wants a token that root alone holds, the Hub's API goes by scopes, and the custodian
listens at its Unix socket alone (464.10(a)).
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import httpx

from tests.bypass.machine.ground import environment_of, process, proxy
from tests.bypass.machine.server import Server
from tests.house import House

ATTEMPT = "redirect the proxy, use the Hub's API as an administrator, reach the custodian over TCP"

HUB_WAYS = (
    ("GET", "/hub/api/users"),
    ("GET", "/hub/api/users/adam"),
    ("POST", "/hub/api/users/adam/server"),
    ("POST", "/hub/api/users/mallory"),
    ("PATCH", "/hub/api/users/ana"),
    ("POST", "/hub/api/groups/role:administrator/users"),
    ("GET", "/hub/api/services"),
    ("GET", "/hub/api/proxy"),
    ("POST", "/hub/api/shutdown"),
    ("POST", "/hub/api/shares/ana/"),
)


def _routes(house: House, token: str) -> int:
    api = Server(f"http://127.0.0.1:{house.port + 1}", token)
    planted = api.request("POST", "/api/routes/planted", {"target": "http://127.0.0.1:9"})
    api.request("DELETE", "/api/routes/planted")
    return planted.status_code


def _tcp_ports(pid: int) -> set[int]:
    """Ports at which this process listens."""
    links = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.add(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    ports = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in links:
                ports.add(int(fields[1].rpartition(":")[2], 16))
    return ports


def test_blocked_the_proxy_takes_no_route_without_its_token(house: House, of_ana: Server) -> None:
    for token in ("none", "guess", of_ana.token):
        assert _routes(house, token) == httpx.codes.FORBIDDEN
    assert "CONFIGPROXY_AUTH_TOKEN" not in house.environment("ana")


def test_control_with_its_token_it_does(house: House) -> None:
    assert _routes(house, environment_of(proxy(house))["CONFIGPROXY_AUTH_TOKEN"]) == httpx.codes.CREATED


def test_blocked_the_hub_answers_no_more_than_ones_own(house: House, of_ana: Server) -> None:
    hub = Server(house.url, of_ana.token)
    for method, path in HUB_WAYS:
        body = None if method == "GET" else {"users": ["ana"], "admin": True}
        assert hub.request(method, path, body).status_code in (403, 404), path


def test_control_the_custodians_own_token_reads_a_colleague(house: House) -> None:
    token = environment_of(process(house, "workbench.custodian"))["JUPYTERHUB_API_TOKEN"]
    assert Server(house.url, token).request("GET", "/hub/api/users/ana").status_code == httpx.codes.OK


def test_blocked_the_custodian_is_behind_no_proxy_and_at_no_port(house: House) -> None:
    with closing(house.browser("ana")) as client:
        for path in ("", "v1/health", "v1/search/plates"):
            assert client.get(f"/services/custodian/{path}").status_code == httpx.codes.NOT_FOUND
        assert client.get("/services/edge/").status_code == httpx.codes.OK
    assert _tcp_ports(process(house, "workbench.custodian")) == set()


def test_control_a_service_that_listens_is_found(house: House) -> None:
    assert _tcp_ports(process(house, "workbench.edge"))
