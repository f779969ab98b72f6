"""A person's server as a pod of its own (464.10(a)): the Hub under Zero to JupyterHub, see ``docs/deployment.md``.

The chart's values say where pods run and what they may use; ``configure`` adds what it can't know. Custodian and edge
are reached as the configuration file says; the environment names what is the cluster's own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from alpr_kernel.specs import KERNELS
from kubespawner import KubeSpawner

from hub_config import everywhere
from hub_config.idle import SignsOutWhenIdle
from hub_config.roles import EDGE
from hub_config.runtime import HERE, Runtime
from workbench.client.transport import ADDRESS, CA_FILE
from workbench.errors import ConfigError
from workbench.settings import Settings
from workbench.wire.page import EDGE as EDGE_PATH

HOME = Path("/home/person")
TREE = Path("/srv/tree")
"""What the file browser shows: links to the installed notebooks and to home, made in the image."""
IPYTHON = Path("/srv/ipython")
"""Root's, so that nothing runs before the kernel's gate stands."""
CUSTODIAN = "ALPR_CUSTODIAN_SERVICE"
EDGE_SERVICE = "ALPR_EDGE_SERVICE"


class PersonPod(SignsOutWhenIdle, KubeSpawner):  # type: ignore[misc]
    """One pod a person; what idled for half an hour is signed out."""

    def get_env(self) -> dict[str, str]:
        """The Hub's, and every folder that Jupyter and IPython would else look for elsewhere."""
        told: dict[str, str] = super().get_env()
        own = HOME / ".workbench"
        return told | {
            "USER": self.user.name,
            "LOGNAME": self.user.name,
            "HOME": str(HOME),
            "SHELL": "/bin/sh",
            "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
            "PYTHONNOUSERSITE": "1",
            "TMPDIR": "/tmp",  # noqa: S108 - the pod's own, in memory
            "IPYTHONDIR": str(IPYTHON),
            "JUPYTER_CONFIG_DIR": str(HERE / "lab"),
            "JUPYTER_PATH": str(KERNELS.parent),
            "JUPYTER_DATA_DIR": str(own / "data"),
            "JUPYTER_RUNTIME_DIR": "/tmp/runtime",  # noqa: S108
            "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
            "ALPR_ISOLATION": "enforced",
        }


def configure(c: Any) -> None:
    """Everything that the chart does not set; called by ``hub.extraConfig``. ``ConfigError`` when a name is missing."""
    runtime = Runtime.from_environment()
    settings = runtime.settings
    everywhere.assign(c, runtime)
    edge = next(service for service in c.JupyterHub.services if service["name"] == EDGE)
    edge["url"] = _named(EDGE_SERVICE)
    c.JupyterHub.subdomain_host = settings.hub.origin
    c.JupyterHub.cookie_host_prefix_enabled = settings.hub.origin.startswith("https://")
    c.JupyterHub.spawner_class = PersonPod
    c.Spawner.cmd = [sys.executable, "-I", "-m", "jupyterhub.singleuser"]
    c.Spawner.notebook_dir = str(TREE)
    c.Spawner.default_url = "/lab/tree/notebooks/start.ipynb"
    c.Spawner.disable_user_config = True
    c.Spawner.environment = environment(settings, runtime.edge_origin, _named(CUSTODIAN))


def environment(settings: Settings, edge_origin: str, custodian: str) -> dict[str, str]:
    """Where a pod finds the custodian, by TLS, and the signed-in pages."""
    return {
        ADDRESS: custodian,
        CA_FILE: settings.listen.network_ca,
        "ALPR_EDGE_URL": f"{edge_origin}{EDGE_PATH}",
        "ALPR_ORGANISATION": settings.agency.organisation,
        "ALPR_BASEMAP": settings.map.basemaps,
    }


def _named(name: str) -> str:
    if not (value := os.environ.get(name, "")):
        raise ConfigError(f"{name} must be set.", how="The values in deploy/kubernetes set it for the Hub.")
    return value
