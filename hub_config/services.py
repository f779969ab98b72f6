"""What the Hub starts beside itself: custodian, reader, witness, edge, idle culler, with narrow tokens (464.4)."""

from __future__ import annotations

import sys
from typing import Any

from hub_config import apart, osusers, processes, watching
from hub_config.roles import EDGE, EDGE_SCOPES, HubRole
from hub_config.runtime import Runtime
from workbench.policy.accounts import IDLE_LIMIT

CULLER, MONITORING = "idle-culler", "monitoring"
IDLE_SECONDS = int(IDLE_LIMIT.total_seconds())


def services(runtime: Runtime) -> list[dict[str, Any]]:
    """The Hub's services; the custodian has no address behind the proxy.

    Where the system runs them, the Hub knows of the edge alone, by its token, and starts none but the culler.
    """
    if runtime.apart:
        return [apart.edge(runtime, _edge(runtime)), _culler(runtime), *monitoring(runtime)]
    return [*started(runtime), _culler(runtime), *monitoring(runtime)]


def started(runtime: Runtime) -> list[dict[str, Any]]:
    """What runs beside the Hub, in the order in which it ends: the log is seen once more by its witness."""
    custodian = _service(runtime, "custodian", "workbench.custodian", osusers.CUSTODIAN)
    # A database's password stands here and not in the configuration, which everybody's programs can read.
    custodian["environment"]["PGPASSFILE"] = str(runtime.settings.paths.custodian / ".pgpass")
    reader = _service(runtime, "reader", "workbench.reader", osusers.READER)
    edge = _edge(runtime)
    if not watching.is_here(runtime.settings):
        return [custodian, reader, edge]
    witness = _service(runtime, "witness", "workbench.witness", osusers.WITNESS)
    witness["command"] = watching.command(runtime)
    return [custodian, reader, witness, edge]


def _edge(runtime: Runtime) -> dict[str, Any]:
    return _service(runtime, EDGE, "workbench.edge", osusers.EDGE) | {
        "url": runtime.url(runtime.settings.edge.port),
        "oauth_client_allowed_scopes": list(EDGE_SCOPES),
        "oauth_no_confirm": True,
        "display": True,
    }


def _culler(runtime: Runtime) -> dict[str, Any]:
    return {
        "name": CULLER,
        "command": [
            sys.executable, "-I", "-m", "hub_config.culling",
            f"--timeout={IDLE_SECONDS}", "--cull-every=60",
        ],
        "environment": {processes.MARK: runtime.instance},
        "display": False,
    }  # fmt: skip


def monitoring(runtime: Runtime) -> list[dict[str, Any]]:
    """What reads the Hub's own figures, by the credential that the custodian's are read by; it is no process."""
    if not runtime.metrics_token.exists():
        return []
    return [{"name": MONITORING, "display": False, "api_token": runtime.metrics_token.read_text("ascii")}]


def monitoring_roles(runtime: Runtime) -> list[HubRole]:
    """What that credential may ask, where there is one."""
    told = "Read the Hub's figures, and nothing else"
    role = HubRole(name="alpr-service-monitoring", description=told, scopes=["read:metrics"], services=[MONITORING])
    return [role] if monitoring(runtime) else []


def service_roles(*, custodian: bool = True) -> list[HubRole]:
    """What the services' own tokens may ask; a custodian that the Hub does not start has none."""
    culler = HubRole(
        name="alpr-service-idle-culler",
        description="Stop servers that nobody uses",
        scopes=["list:users", "read:users:activity", "read:servers", "delete:servers"],
        services=[CULLER],
    )
    if not custodian:
        return [culler]
    looks_up = HubRole(
        name="alpr-service-custodian",
        description="Look up whose token it is, and the roles",
        scopes=["list:users", "read:users:name", "read:users:groups"],
        services=["custodian"],
    )
    return [looks_up, culler]


def _service(runtime: Runtime, name: str, module: str, user: str) -> dict[str, Any]:
    account = {"user": user} if runtime.settings.isolation.enforced else {}
    return account | {
        "name": name,
        "command": [sys.executable, "-I", "-m", module],
        "environment": {"ALPR_CONFIG": str(runtime.config), processes.MARK: runtime.instance},
        "display": False,
    }
