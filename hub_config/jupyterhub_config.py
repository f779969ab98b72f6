"""The Hub's configuration: assignments only; what they are assigned from stands in the modules beside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from jupyterhub.services import service

from hub_config import everywhere, whence
from hub_config.runtime import Runtime
from hub_config.spawner import PersonSpawner
from hub_config.watch import WatchedService
from workbench.wire.page import EDGE

if TYPE_CHECKING:

    def get_config() -> Any:
        """Put here by the Hub."""


c = get_config()
runtime = Runtime.from_environment()
settings = runtime.settings
paths = settings.paths

# Addresses: only the Hub's own is reached from a browser; the others stay on loopback.
c.JupyterHub.bind_url = f"http://{settings.hub.address}:{settings.hub.port}/"
# With a domain, each person's server and the edge stand on an origin of their own.
c.JupyterHub.subdomain_host = settings.hub.origin
c.JupyterHub.cookie_host_prefix_enabled = settings.hub.origin.startswith("https://")
c.JupyterHub.hub_bind_url = runtime.url(settings.hub.port + 2)
c.ConfigurableHTTPProxy.api_url = runtime.url(settings.hub.port + 1)
c.ConfigurableHTTPProxy.command = runtime.proxy()
c.ConfigurableHTTPProxy.pid_file = str(paths.hub / "proxy.pid")
c.ConfigurableHTTPProxy.should_start = True

everywhere.assign(c, runtime)
service._ServiceSpawner = WatchedService  # noqa: SLF001 - the Hub has no setting for it
whence.Front.ends_tls = settings.hub.origin.startswith("https://")

# What is kept, readable by root alone.
c.JupyterHub.db_url = f"sqlite:///{paths.hub}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(paths.hub / "cookie-secret")

# Where people work (464.10(a)).
c.JupyterHub.spawner_class = PersonSpawner
c.PersonSpawner.isolated = settings.isolation.enforced
c.PersonSpawner.os_user_prefix = settings.isolation.os_user_prefix
c.PersonSpawner.data = str(paths.data)
c.PersonSpawner.runtime = str(runtime.runtime_folder)
c.PersonSpawner.notebooks = str(runtime.notebooks)
c.PersonSpawner.instance = runtime.instance
c.Spawner.cmd = [sys.executable, "-I", "-m", "jupyterhub.singleuser"]
c.Spawner.notebook_dir = f"{paths.data}/trees/{{username}}"
c.Spawner.default_url = "/lab/tree/notebooks/start.ipynb"
c.Spawner.disable_user_config = True
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
c.Spawner.environment = {
    "ALPR_CUSTODIAN": f"unix:{runtime.socket}",
    "ALPR_EDGE_URL": f"{runtime.edge_origin}{EDGE}",
    "ALPR_ORGANISATION": settings.agency.organisation,
    "ALPR_BASEMAP": settings.map.basemaps,
}
c.JupyterHub.concurrent_spawn_limit = settings.hub.starting
c.Spawner.start_timeout = 90
c.Spawner.http_timeout = 60
c.Spawner.poll_interval = 5
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 5

c.JupyterHub.hub_connect_ip = "127.0.0.1"
