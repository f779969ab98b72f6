"""What it tries: to redirect the proxy, to use the Hub's API beyond one's own, to reach the custodian by web or TCP.

What stops it: the proxy's API wants a token that root alone holds, the Hub's API goes by scopes, and the custodian
listens at its Unix socket alone (464.10(a)).
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from tests.bypass.machine.ground import environment_of, process, proxy
from tests.bypass.machine.server import Server
from tests.bypass.machine.stock import mint, stock_hub
from tests.house import House

ATTEMPT = "redirect the proxy, use the Hub's API as an administrator, reach the custodian over TCP"

HUB_WAYS: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("GET", "/hub/api/users", None),
    ("GET", "/hub/api/users/adam", None),
    ("POST", "/hub/api/users/adam/server", {}),
    ("POST", "/hub/api/users/mallory", None),
    ("PATCH", "/hub/api/users/adam", {"admin": True}),
    ("POST", "/hub/api/groups/role:administrator/users", {"users": ["ana"]}),
    ("GET", "/hub/api/services", None),
    ("GET", "/hub/api/proxy", None),
    ("POST", "/hub/api/users/ana/server", {}),
    ("POST", "/hub/api/shares/ana/", {"user": "adam"}),
    ("POST", "/hub/api/shutdown", {}),
)
"""In this order: one's own server is what is shared, and a Hub that was shut down answers no more."""


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


def _hub(hub: Server) -> dict[str, int]:
    return {f"{method} {path}": hub.request(method, path, body).status_code for method, path, body in HUB_WAYS}


def test_blocked_the_hub_answers_no_more_than_ones_own(house: House, of_ana: Server) -> None:
    told = _hub(Server(house.url, of_ana.token))
    assert len(told) == len(HUB_WAYS)
    assert set(told.values()) <= {403, 404}, told


def test_control_where_ana_has_the_hubs_own_role_of_administrators_each_way_leads_there(
    house: House, tmp_path: Path, free_port: int
) -> None:
    with stock_hub(house, tmp_path, free_port, "ana") as stock, closing(stock.browser("ana")) as client:
        told = _hub(Server(stock.url, mint(client).json()["token"]))
    assert len(told) == len(HUB_WAYS)
    assert set(told.values()) <= {200, 201, 202}, told


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
