"""Start the custodian: ``python -I -m workbench.custodian`` with ALPR_CONFIG and JUPYTERHUB_API_URL set."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from pathlib import Path

from workbench import __version__
from workbench.custodian import spool
from workbench.custodian.alerting import alert_loop
from workbench.custodian.app import build, for_monitoring
from workbench.custodian.background import drop_loop
from workbench.custodian.bootstrap import Custodian
from workbench.custodian.firststart import first_start
from workbench.custodian.nights import log_duties
from workbench.custodian.photographs import photograph_loop
from workbench.custodian.serve import serve
from workbench.custodian.services import Services
from workbench.errors import ConfigError, WorkbenchError
from workbench.logs import to_operator
from workbench.settings import Settings

_log = logging.getLogger(__name__)


def run(config: Path, hub_api: str) -> None:
    """Open everything, record the start, serve; raises when anything can't be opened."""
    settings = Settings.load(config)
    with Custodian(settings, hub_api) as services:
        services.gate.event(
            "custodian.start",
            "custodian",
            settings.agency.organisation,
            _running(services, config),
        )
        spool.sweep(settings)
        first_start(services)
        with drop_loop(services), photograph_loop(services), log_duties(services), alert_loop(services):
            asyncio.run(serve(build(services, services.measures), settings, for_monitoring(services)))


def _running(services: Services, config: Path) -> dict[str, str]:
    """What runs: version, configuration by its hash, the registers' schema, and the one that they came from if any."""
    told = {"version": __version__, "configuration_sha256": hashlib.sha256(config.read_bytes()).hexdigest()}
    done = services.registers.upgraded
    return told | {"schema": services.registers.queues.revision()} | ({"schema_before": done.before} if done else {})


def main() -> int:
    """0 after a clean stop, 2 when the configuration or a part stops the start."""
    os.umask(0o077)
    to_operator("custodian")
    # httpx names each request; its URLs hold no plate, but they are noise.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        config, hub_api = os.environ.get("ALPR_CONFIG"), os.environ.get("JUPYTERHUB_API_URL")
        if not config or not hub_api:
            raise ConfigError(
                "ALPR_CONFIG and JUPYTERHUB_API_URL must be set.",
                how="Start the Hub, which starts the custodian.",
            )
        run(Path(config), hub_api)
    except KeyboardInterrupt:
        return 0  # the Hub stops its services with an interrupt
    except WorkbenchError as error:
        _log.critical("The custodian can't start: %s %s", error, error.diagnostic)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
