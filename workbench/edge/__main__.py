"""Start the edge: ``python -I -m workbench.edge``, as a service that the Hub manages."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import uvicorn

from workbench.edge.app import build
from workbench.edge.link import Link
from workbench.edge.signin import HubClient
from workbench.errors import ConfigError, WorkbenchError
from workbench.logs import to_operator
from workbench.settings import Settings

_log = logging.getLogger(__name__)


def main() -> int:
    """0 after a clean stop, 2 when the configuration stops the start."""
    os.umask(0o077)
    to_operator("edge", logging.WARNING)
    try:
        config = os.environ.get("ALPR_CONFIG")
        if not config:
            raise ConfigError("ALPR_CONFIG must be set.", how="Start the Hub, which starts the edge.")
        settings = Settings.load(Path(config))
        app = build(settings, HubClient.from_environment(), Link(settings))
    except WorkbenchError as error:
        _log.critical("The edge can't start: %s", error)
        return 2
    uvicorn.run(
        app,
        host=settings.edge.address,
        port=settings.edge.port,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
