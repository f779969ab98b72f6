"""The signed-in pages under attack: the product's own edge, or a control's in its place with one defence taken away."""

from __future__ import annotations

import pwd
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.bypass.attack import Control, Ground
from tests.bypass.machine.ground import environment_of, process
from tests.house import House
from tests.waiting import free_ports, until
from workbench.settings import Settings

EDGE = "/services/edge"
ORDER = "edge-order"
"""The file beside a control that names the defence which does not stand in its edge."""


@contextmanager
def edge_of(ground: Ground, without: str = "") -> Iterator[int]:
    """The pages of this custodian: a control has an edge of its own, put in the product's place meanwhile.

    ``without`` names a defence of the edge's that does not stand in it. Gives the edge's own port.
    """
    if not isinstance(ground, Control):
        yield Settings.load(ground.house.data / "config" / "workbench.toml").edge.port
        return
    if not ground.edge_port:
        _start(ground)
    token = _environment("alpr-proxy", _mark(ground))["CONFIGPROXY_AUTH_TOKEN"]
    routes = Routes(f"http://127.0.0.1:{ground.house.port + 1}", token)
    standing = routes.get()
    (ground.data / ORDER).write_text(without)
    routes.put({**standing, "target": f"http://127.0.0.1:{ground.edge_port}"})
    try:
        yield ground.edge_port
    finally:
        routes.put(standing)
        (ground.data / ORDER).write_text("")


def _start(control: Control) -> None:
    """The control's edge, which ends with it."""
    account = pwd.getpwnam("alpr-edge")
    port, config = free_ports(1), control.data / "edge.toml"
    configured = Settings.load(control.data / "config.toml").edge.port
    config.write_text((control.data / "config.toml").read_text().replace(f"port = {configured}", f"port = {port}"))
    (control.data / ORDER).write_text("")
    process = subprocess.Popen(
        [control.house.python, "-s", "-m", "tests.bypass.edge_defences", control.data / ORDER],
        env=_environment("alpr-edge", _mark(control)) | {"ALPR_CONFIG": str(config)},
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd=control.data,
    )
    control.beside.callback(process.wait, 30)
    control.beside.callback(process.kill)
    until(lambda: process.poll() is not None or _answers(f"http://127.0.0.1:{port}{EDGE}/health"))
    assert process.poll() is None, "the control edge did not start"
    control.edge_port = port


def _mark(ground: Ground) -> str:
    """What stands in the environment of the product's own services."""
    return f"ALPR_CONFIG={ground.house.data / 'config' / 'workbench.toml'}"


class Routes:
    """The proxy's own door, with the secret that root can read."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(headers={"Authorization": f"token {token}"}, base_url=url, trust_env=False)

    def get(self) -> dict[str, Any]:
        """Where the edge's pages lead."""
        found: dict[str, Any] = self._http.get("/api/routes").raise_for_status().json()[EDGE]
        return found

    def put(self, route: dict[str, Any]) -> None:
        """Lead them there."""
        self._http.post(f"/api/routes{EDGE}", json=route).raise_for_status()


def edges_token(house: House) -> str:
    """A token that may assent for Ana: root knows the edge's secret, and stands in for a leak."""
    edge = environment_of(process(house, "workbench.edge"))
    client = {"client_id": edge["JUPYTERHUB_CLIENT_ID"], "redirect_uri": f"{EDGE}/oauth_callback"}
    with closing(house.browser("ana")) as ana:
        ana.follow_redirects = False
        asked = client | {"response_type": "code"}
        answer = ana.get("/hub/api/oauth2/authorize", params=asked)
        code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    said = client | {
        "client_secret": edge["JUPYTERHUB_API_TOKEN"],
        "grant_type": "authorization_code",
        "code": code,
    }
    given = httpx.post(f"{house.url}/hub/api/oauth2/token", data=said, trust_env=False).raise_for_status()
    return str(given.json()["access_token"])


def _environment(account: str, having: str) -> dict[str, str]:
    """The environment of the running process of this account that has this in it."""
    uid = pwd.getpwnam(account).pw_uid
    for entry in Path("/proc").iterdir():
        try:
            if not entry.name.isdigit() or entry.stat().st_uid != uid:
                continue
            parts = (entry / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue  # it ended meanwhile
        if having in parts:
            return dict(part.split("=", 1) for part in parts if "=" in part)
    raise LookupError(f"no process of {account} with {having}")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.HTTPError:
        return False
