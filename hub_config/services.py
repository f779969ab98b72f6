"""What the Hub starts beside itself: custodian, reader, witness, edge, idle culler, with narrow tokens (464.4)."""

from __future__ import annotations

import sys
from typing import Any

from hub_config import osusers, processes, watching
from hub_config.roles import EDGE, EDGE_SCOPES, HubRole
from hub_config.runtime import Runtime
from workbench.policy.accounts import IDLE_LIMIT

CULLER = "idle-culler"
IDLE_SECONDS = int(IDLE_LIMIT.total_seconds())


def services(runtime: Runtime) -> list[dict[str, Any]]:
    """The Hub's services; the custodian has no address behind the proxy."""
    custodian = _service(runtime, "custodian", "workbench.custodian", osusers.CUSTODIAN)
    # A database's password stands here and not in the configuration, which everybody's programs can read.
    custodian["environment"]["PGPASSFILE"] = str(runtime.settings.paths.custodian / ".pgpass")
    reader = _service(runtime, "reader", "workbench.reader", osusers.READER)
    edge = _service(runtime, EDGE, "workbench.edge", osusers.EDGE) | {
        "url": runtime.url(runtime.settings.edge.port),
        "oauth_client_allowed_scopes": list(EDGE_SCOPES),
        "oauth_no_confirm": True,
        "display": True,
    }
    culler = {
        "name": CULLER,
        "command": [
            sys.executable, "-I", "-m", "jupyterhub_idle_culler",
            f"--timeout={IDLE_SECONDS}", "--cull-every=60",
        ],
        "environment": {processes.MARK: runtime.instance},
        "display": False,
    }  # fmt: skip
    if not watching.is_here(runtime.settings):
        return [custodian, reader, edge, culler]
    witness = _service(runtime, "witness", "workbench.witness", osusers.WITNESS)
    witness["command"] = watching.command(runtime)
    return [custodian, reader, witness, edge, culler]  # they end in this order: the log is seen once more when it ends


def service_roles() -> list[HubRole]:
    """What the services' own tokens may ask."""
    return [
        HubRole(
            name="alpr-service-custodian",
            description="Look up whose token it is, and the roles",
            scopes=["list:users", "read:users:name", "read:users:groups"],
            services=["custodian"],
        ),
        HubRole(
            name="alpr-service-idle-culler",
            description="Stop servers that nobody uses",
            scopes=["list:users", "read:users:activity", "read:servers", "delete:servers"],
            services=[CULLER],
        ),
    ]


def _service(runtime: Runtime, name: str, module: str, user: str) -> dict[str, Any]:
    account = {"user": user} if runtime.settings.isolation.enforced else {}
    return account | {
        "name": name,
        "command": [sys.executable, "-I", "-m", module],
        "environment": {"ALPR_CONFIG": str(runtime.config), processes.MARK: runtime.instance},
        "display": False,
    }
