"""A second Hub for controls: the product's own configuration, without servers and proxy; it obeys the test."""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hub_config.accounts import Accounts
from hub_config.configure import configure
from hub_config.processes import MARK
from tests.bypass.attack import Control
from tests.house import House
from tests.waiting import free_ports, until
from workbench.policy.roles import Role

CONFIG = """
import sys
from unittest.mock import patch
from jupyterhub.proxy import Proxy
from hub_config import runtime
sys.path.append({parts!r})
from pathlib import Path
from tests.bypass.hub_defences import WITHOUT
from tests.bypass.obeying import obey

class NoProxy(Proxy):
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}

with patch.object(runtime.Runtime, "proxy", lambda _: ["none"]):
    load_subconfig(str(runtime.HERE / "jupyterhub_config.py"))
c.JupyterHub.proxy_class = NoProxy
c.NoProxy.should_start = False
c.JupyterHub.services = [{{"name": name, "api_token": {token!r} + name, "url": "http://127.0.0.1:9"}}
    for name in ("custodian", "edge", "idle-culler")]
c.JupyterHub.log_level = "WARN"
c.WorkbenchAuthenticator.custodian_socket = {socket!r}
c.WorkbenchAuthenticator.custodian_secret = {secret!r}
obey(Path({order!r}), WITHOUT)
"""


@dataclass(frozen=True)
class Second:
    """A running Hub that obeys the test; it is asked directly, and has its own register of accounts."""

    house: House
    accounts: Accounts
    custodian: Path
    """The link to the socket at which it reports."""

    @property
    def order(self) -> Path:
        """The file that names the defence which does not stand."""
        return self.house.data / "order"

    def newcomer(self) -> tuple[str, str]:
        """An analyst of its own who can sign in: name and password."""
        name, password = f"n{secrets.token_hex(4)}", secrets.token_urlsafe(16)
        self.accounts.add(name, password, [Role.ANALYST], must_change=False)
        return name, password

    @contextmanager
    def taken(self, defence: str) -> Iterator[None]:
        """Take a defence away for this block."""
        self.order.write_text(defence)
        try:
            yield
        finally:
            self.order.write_text("")

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Nobody listens to its reports for this block."""
        reached = self.custodian.readlink()
        self.custodian.unlink()
        try:
            yield
        finally:
            self.custodian.symlink_to(reached)


@pytest.fixture(scope="session")
def weak_hub(weak: Control) -> Iterator[Second]:
    """It reports to the control custodian."""
    with tempfile.TemporaryDirectory(prefix="alpr-hub-") as name:
        data, port = Path(name), free_ports()
        configure(data, port, isolated=False, demo=True)
        (data / "hub").mkdir()
        (data / "hub" / "cookie-secret").write_text(secrets.token_hex(32))
        (data / "hub" / "cookie-secret").chmod(0o600)
        python = weak.house.python
        second = Second(
            House(data, port + 2, {}, python), Accounts.open(data / "hub" / "accounts.sqlite"), data / "custodian.sock"
        )
        second.order.write_text("")
        second.custodian.symlink_to(weak.socket)
        filled = {
            "parts": str(weak.data),
            "token": secrets.token_hex(16),
            "socket": str(second.custodian),
            "secret": str(weak.data / "custodian" / "hub-secret"),
            "order": str(second.order),
        }
        (data / "hub.py").write_text(CONFIG.format(**filled))
        with _running(data, python) as hub:
            until(lambda: hub.poll() is not None or _answers(second.house), 60)
            assert hub.poll() is None, (data / "log").read_text()[-3000:]
            yield second


@contextmanager
def _running(data: Path, python: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "ALPR_CONFIG": str(data / "config" / "workbench.toml"),
        MARK: secrets.token_hex(16),
    }
    command = [python, "-I", "-m", "jupyterhub", "-f", data / "hub.py"]
    with (data / "log").open("wb") as log:
        hub = subprocess.Popen(command, cwd=data, env=env, stdout=log, stderr=log)
    try:
        yield hub
    finally:
        hub.terminate()
        hub.wait(30)


def _answers(hub: House) -> bool:
    try:
        return httpx.get(f"{hub.url}/hub/health", trust_env=False, timeout=5).is_success
    except httpx.HTTPError:
        return False
