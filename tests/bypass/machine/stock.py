"""A second Hub as it comes, for controls: its ``user`` role lets everybody write tokens."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.house import House
from tests.waiting import until

CONFIG = """
from jupyterhub.proxy import Proxy
from jupyterhub.spawner import Spawner

class NoProxy(Proxy):
    async def start(self): pass
    async def stop(self): pass
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}

class NoServer(Spawner):
    async def start(self): return "http://127.0.0.1:9"
    async def stop(self, now=False): pass
    async def poll(self): return None

c = get_config()
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.spawner_class = NoServer
c.JupyterHub.tornado_settings = {{"slow_spawn_timeout": 0}}
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.redirect_to_server = False
c.JupyterHub.load_groups = {{"role:administrator": {{"users": []}}}}
c.Authenticator.allow_all = True
c.Authenticator.allowed_users = {{"adam"}}
c.Authenticator.admin_users = {administrators!r}
c.DummyAuthenticator.password = "{password}"
"""
PASSWORD = "stock-password-of-the-test"


@contextmanager
def stock_hub(house: House, folder: Path, port: int, *administrators: str) -> Iterator[House]:
    """It runs for this block, without servers and without a proxy; these have the Hub's own role of administrators."""
    config = folder / "stock.py"
    filled = {"port": port, "folder": folder, "password": PASSWORD, "administrators": set(administrators)}
    config.write_text(CONFIG.format(**filled))
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [house.python, "-I", "-m", "jupyterhub", "-f", config], cwd=folder, stdout=log, stderr=log
        )
    other = House(folder, port, {"ana": PASSWORD}, house.python)
    try:
        until(lambda: running.poll() is not None or _answers(other))
        assert running.poll() is None, (folder / "log").read_text()
        yield other
    finally:
        running.terminate()
        running.wait(30)


def mint(client: httpx.Client) -> httpx.Response:
    """What the Hub's token page does, for the person who is signed in."""
    client.get("/hub/token")
    crumbs = [cookie.value for cookie in client.cookies.jar if cookie.name == "_xsrf" and cookie.path == "/hub/"]
    headers = {"X-XSRFToken": crumbs[0] or "", "Referer": str(client.base_url.join("/hub/token"))}
    return client.post("/hub/api/users/ana/tokens", json={"note": "mine", "expires_in": None}, headers=headers)


def _answers(hub: House) -> bool:
    try:
        return httpx.get(f"{hub.url}/hub/api/", trust_env=False).is_success
    except httpx.TransportError:
        return False
