"""The Hub's configuration: assignments only; what they are assigned from stands in the modules beside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from jupyterhub.services import service

from hub_config.accounts import NAME
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.roles import SERVER_SCOPES, custom_scopes, hub_roles
from hub_config.runtime import HERE, Runtime
from hub_config.services import IDLE_SECONDS, service_roles, services
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
isolation = "enforced" if settings.isolation.enforced else "none"

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

# What is kept, readable by root alone.
c.JupyterHub.db_url = f"sqlite:///{paths.hub}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(paths.hub / "cookie-secret")
c.JupyterHub.cookie_max_age_days = 0.5
c.JupyterHub.tornado_settings = {
    "headers": {
        "Content-Security-Policy": runtime.hub_policy,
        # A page that takes a password is cut off from whatever opened it.
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    },
    "cookie_options": {"SameSite": "Strict"},
}

# Who signs in (464.5.1).
c.JupyterHub.authenticator_class = WorkbenchAuthenticator
c.WorkbenchAuthenticator.accounts_path = str(paths.hub / "accounts.sqlite")
c.WorkbenchAuthenticator.custodian_socket = str(runtime.socket)
c.WorkbenchAuthenticator.custodian_secret = str(runtime.secret)
c.WorkbenchAuthenticator.codes_required = settings.hub.codes_required
c.WorkbenchAuthenticator.oidc = settings.hub.oidc if settings.hub.oidc.issuer else None
c.WorkbenchAuthenticator.redirect = runtime.redirect
c.WorkbenchAuthenticator.edge_origin = runtime.edge_origin
c.Authenticator.username_pattern = f"^{NAME.pattern}$"
c.Authenticator.allow_all = True  # whoever has an account; the register of accounts is the list
c.Authenticator.admin_users = set()
c.Authenticator.manage_groups = True
c.Authenticator.request_otp = True
c.Authenticator.otp_prompt = "One-time code (if you have enrolled one):"
c.Authenticator.auth_refresh_age = 1
c.Authenticator.auth_refresh_strict = True
c.Authenticator.refresh_pre_spawn = True
c.Authenticator.enable_auth_state = False

# What a token may ask (464.4).
c.JupyterHub.custom_scopes = custom_scopes()
c.JupyterHub.load_roles = [*hub_roles(), *service_roles()]
c.JupyterHub.services = services(runtime)
service._ServiceSpawner = WatchedService  # noqa: SLF001 - the Hub has no setting for it
c.Spawner.server_token_scopes = list(SERVER_SCOPES)
c.Spawner.oauth_client_allowed_scopes = []
c.JupyterHub.admin_access = False
c.JupyterHub.allow_named_servers = False
c.JupyterHub.shutdown_on_logout = True
c.JupyterHub.token_expires_in_max_seconds = IDLE_SECONDS * 24

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
c.JupyterHub.spawn_throttle_retry_range = (5, 10)
c.Spawner.start_timeout = 90
c.Spawner.http_timeout = 60
c.Spawner.poll_interval = 5
c.LocalProcessSpawner.interrupt_timeout = 5
c.LocalProcessSpawner.term_timeout = 5

# What people see (464.2).
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.JupyterHub.template_vars = {
    "agency": settings.agency.name,
    "time_zone": settings.agency.time_zone,
    "isolation": isolation,
    "demo": settings.demo.generated,
    "edge_origin": runtime.edge_origin,
    "provider": settings.hub.oidc.name if settings.hub.oidc.issuer else "",
}
c.JupyterHub.hub_connect_ip = "127.0.0.1"
