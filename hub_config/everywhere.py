"""What holds for the Hub wherever people's servers run (464.4, 464.5.1): sign-in, tokens, headers, pages.

On one machine ``jupyterhub_config.py`` adds addresses and processes; in a cluster ``pods.py`` and the chart do.
"""

from __future__ import annotations

from typing import Any

from hub_config.accounts import NAME
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.lines import HubLine, log_request
from hub_config.roles import SERVER_SCOPES, custom_scopes, hub_roles
from hub_config.runtime import HERE, Runtime
from hub_config.services import IDLE_SECONDS, monitoring_roles, service_roles, services

BY_TLS = "max-age=63072000; includeSubDomains"
"""Browsers that came by TLS once come by nothing else for two years, to people's own names neither (RFC 6797)."""


def assign(c: Any, runtime: Runtime) -> None:
    """Set all of it."""
    _lines(c)
    _headers(c, runtime)
    _sign_in(c, runtime)
    _tokens(c, runtime)
    _pages(c, runtime)


def _lines(c: Any) -> None:
    """What is written down for the operator (464.10)."""
    line = {"class": f"{HubLine.__module__}.{HubLine.__name__}"}
    root = {"handlers": ["console"], "level": "WARNING"}
    c.JupyterHub.logging_config = {"formatters": {"console": line}, "root": root}


def _headers(c: Any, runtime: Runtime) -> None:
    c.JupyterHub.cookie_max_age_days = 0.5
    by_tls = {"Strict-Transport-Security": BY_TLS} if runtime.settings.hub.origin.startswith("https://") else {}
    c.JupyterHub.tornado_settings = {
        "headers": by_tls
        | {
            "Content-Security-Policy": runtime.hub_policy,
            # A page that takes a password is cut off from whatever opened it.
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
        "cookie_options": {"SameSite": "Strict"},
        "log_function": log_request,
    }


def _sign_in(c: Any, runtime: Runtime) -> None:
    """Who signs in (464.5.1)."""
    settings = runtime.settings
    c.JupyterHub.authenticator_class = WorkbenchAuthenticator
    c.WorkbenchAuthenticator.accounts_path = str(settings.paths.hub / "accounts.sqlite")
    c.WorkbenchAuthenticator.custodian_socket = str(runtime.socket)
    c.WorkbenchAuthenticator.custodian_secret = str(runtime.secret)
    c.WorkbenchAuthenticator.codes_required = settings.hub.codes_required
    c.WorkbenchAuthenticator.notice = runtime.notice
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


def _tokens(c: Any, runtime: Runtime) -> None:
    """What a token may ask (464.4)."""
    c.JupyterHub.custom_scopes = custom_scopes()
    c.JupyterHub.load_roles = [*hub_roles(), *service_roles(custodian=not runtime.apart), *monitoring_roles(runtime)]
    c.JupyterHub.services = services(runtime)
    c.JupyterHub.authenticate_prometheus = True
    c.Spawner.server_token_scopes = list(SERVER_SCOPES)
    c.Spawner.oauth_client_allowed_scopes = []
    c.JupyterHub.admin_access = False
    c.JupyterHub.allow_named_servers = False
    c.JupyterHub.shutdown_on_logout = True
    c.JupyterHub.token_expires_in_max_seconds = IDLE_SECONDS * 24


def _pages(c: Any, runtime: Runtime) -> None:
    """What people see (464.2)."""
    settings = runtime.settings
    c.JupyterHub.template_paths = [str(HERE / "templates")]
    c.JupyterHub.template_vars = {
        "agency": settings.agency.name,
        "time_zone": settings.agency.time_zone,
        "isolation": "enforced" if settings.isolation.enforced else "none",
        "demo": settings.demo.generated,
        "edge_origin": runtime.edge_origin,
        "notice": runtime.notice,
        "provider": settings.hub.oidc.name if settings.hub.oidc.issuer else "",
    }
