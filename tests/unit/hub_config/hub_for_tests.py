"""The product's Hub configuration with the parts around it replaced; read by the Hub, not imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hub_config import runtime
from tests.unit.hub_config.hub_parts import MemoryProxy, WorkedHandler

c: Any = get_config()  # type: ignore[name-defined]  # noqa: F821 - put here by the Hub

# The proxy is not installed where unit tests run.
with patch.object(runtime.Runtime, "proxy", lambda _self: ["no-proxy"]):
    load_subconfig(str(runtime.HERE / "jupyterhub_config.py"))  # type: ignore[name-defined]  # noqa: F821

monitoring = next(service for service in c.JupyterHub.services if service["name"] == "monitoring")
edge = next(service for service in c.JupyterHub.services if service["name"] == "edge")
c.JupyterHub.services = [
    monitoring,
    # The edge as an OAuth client, played by the test: no process, a token that the test knows.
    {name: value for name, value in edge.items() if name not in ("command", "environment")}
    | {"api_token": os.environ["EDGE_TOKEN"]},
    {"name": "custodian", "api_token": os.environ["CUSTODIAN_TOKEN"]},
    {"name": "idle-culler", "api_token": os.environ["EDGE_TOKEN"][::-1]},
]
c.JupyterHub.extra_handlers = [("/worked", WorkedHandler)]
c.JupyterHub.proxy_class = MemoryProxy
c.MemoryProxy.should_start = False
c.Spawner.cmd = [sys.executable, str(Path(__file__).with_name("hub_parts.py"))]
c.Authenticator.auth_refresh_age = 1
