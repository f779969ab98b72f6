"""Asking for a comparison of the log on the command line (464.6), whether a custodian runs or not.

A running custodian alone may write the log: it is asked by a file in its folder, which only its own OS user and root
can make, and answers by another.
"""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

from workbench.custodian.nights import ASKED
from workbench.custodian.reconciling import RESULT
from workbench.custodian.upkeep import Upkeep
from workbench.errors import LogUnavailable
from workbench.settings import Settings

PATIENCE = 600.0
"""Seconds that a running custodian is waited for."""


def reconciled(settings: Settings, *, patience: float = PATIENCE) -> dict[str, Any]:
    """The outcome: ``record``, ``differs``, ``counts`` and ``differences``.

    Raises ``LogUnavailable`` when neither can be had, ``ConfigError`` for any OS user but the custodian's.
    """
    try:
        with Upkeep.opened(settings) as upkeep:
            upkeep.reconcile()
    except LogUnavailable as unavailable:
        if not unavailable.diagnostic.startswith("locked"):
            raise
        _ask(settings.paths.custodian / ASKED, unavailable, patience)
    found: dict[str, Any] = json.loads((settings.paths.custodian / RESULT).read_text())
    return found


def _ask(asked: Path, unavailable: LogUnavailable, patience: float) -> None:
    asked.touch(mode=0o600)
    until, pause = time.monotonic() + patience, threading.Event()
    while asked.exists():
        if time.monotonic() > until:
            asked.unlink(missing_ok=True)
            raise unavailable
        pause.wait(0.2)
