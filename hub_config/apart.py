"""Services that the system runs and not the Hub (464.10(a)): what it would tell them, in files that root alone reads.

``DATA/hub/apart/NAME.env`` is an ``EnvironmentFile`` (systemd.exec(5)), read before the service becomes its own user.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from hub_config.folders import Owner, own, write_secret
from hub_config.runtime import Runtime
from workbench.wire.page import EDGE as EDGE_PATH

_TOKEN = "edge-token"  # noqa: S105 - the name of its file


def edge(runtime: Runtime, managed: Mapping[str, Any]) -> dict[str, Any]:
    """The edge as the Hub knows one that it does not start: by where it is, and by its token."""
    kept = {name: value for name, value in managed.items() if name not in ("command", "environment", "user")}
    return kept | {"api_token": (runtime.settings.paths.hub / _TOKEN).read_text("ascii").strip()}


def tell(runtime: Runtime, services: Iterable[Mapping[str, Any]], hub: Owner) -> None:
    """Write what each service is started with; the edge's token is made when it is missing, and stays."""
    folder = runtime.settings.paths.hub
    if not (folder / _TOKEN).exists():
        write_secret(folder / _TOKEN, secrets.token_hex(32), hub)
    own(folder / "apart", hub, 0o700)
    more = {"edge": _as_client(runtime), "witness": {"ALPR_WITNESS_LISTEN": f"127.0.0.1:{runtime.witness_port}"}}
    for left in (folder / "apart").glob("*.env"):
        left.unlink()  # of a witness that stands elsewhere now
    for service in services:
        name = str(service["name"])
        told = service["environment"] | {"JUPYTERHUB_API_URL": f"{runtime.hub}/api"} | more.get(name, {})
        write_secret(folder / "apart" / f"{name}.env", written(told), hub)


def _as_client(runtime: Runtime) -> dict[str, str]:
    """What the Hub gives a service that signs people in (`workbench.edge.signin`)."""
    return {
        "JUPYTERHUB_API_TOKEN": (runtime.settings.paths.hub / _TOKEN).read_text("ascii").strip(),
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": "service-edge",
        "JUPYTERHUB_HOST": runtime.settings.hub.origin,
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{runtime.edge_origin}{EDGE_PATH}oauth_callback",
        "JUPYTERHUB_SERVICE_PREFIX": EDGE_PATH,
    }


def written(environment: Mapping[str, str]) -> str:
    """As lines of such a file, each value quoted."""
    quoted = {name: re.sub(r'([\\"`$])', r"\\\1", value) for name, value in environment.items()}
    return "".join(f'{name}="{value}"\n' for name, value in sorted(quoted.items()))
