"""Whether the custodian can do its work at this moment (464.5, 464.10): each part is tried, and named when it can't.

Fails closed: what can't be looked at is not ready. The names are a closed list, so whoever may not know more learns
nothing of paths, reads or people; the operator's log says the rest.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from workbench.accesslog.notary import Notary
from workbench.custodian.witnesses import Witnesses
from workbench.errors import StoreUnavailable, WorkbenchError
from workbench.policy.caller import Realm
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers

NEEDED = 64 * 2**20
"""Bytes of the disk under which the log's next records may find no room."""
REMEMBERED = 1.0
"""Seconds for which an answer stands: whoever asks without end costs one look a second."""
_log = logging.getLogger(__name__)


class Part(StrEnum):
    """What can be wanting."""

    LOG = "log"
    WITNESSES = "witnesses"
    REGISTERS = "registers"
    READS = "reads"
    DISK = "disk"


Tries = Mapping[Part, Callable[[], object]]
"""Each raises when its part can't do its work."""


class Readiness:
    """Looks when it is asked, once a second at most; threads share it."""

    def __init__(self, tries: Tries, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries = tries
        self._clock = clock
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._wanting: frozenset[Part] = frozenset()

    def wanting(self) -> frozenset[Part]:
        """The parts that can't do their work; none when all can. The operator is told when that changes."""
        with self._lock:
            if self._clock() >= self._until:
                told = {part: why for part, tried in self._tries.items() if (why := _why_not(tried))}
                if told.keys() != self._wanting:
                    _log.warning(
                        "not ready: %s", "; ".join(f"{part}: {why}" for part, why in told.items()) or "nothing"
                    )
                self._wanting, self._until = frozenset(told), self._clock() + REMEMBERED
            return self._wanting


def tries_of(
    notary: Notary,
    watch: Witnesses,
    registers: Registers,
    stores: Mapping[Realm, ReadStore],
    folder: Path,
    now: Callable[[], datetime],
) -> Tries:
    """How each part is tried; ``folder`` is the custodian's own."""
    return {
        Part.LOG: notary.demand_writable,
        Part.WITNESSES: lambda: watch.demand(now()),
        Part.REGISTERS: registers.queues.revision,
        Part.READS: lambda: [store.size() for store in stores.values()],
        Part.DISK: partial(_demand_room, folder),
    }


def _why_not(tried: Callable[[], object]) -> str:
    """What stands against it, empty for nothing."""
    try:
        tried()
    except WorkbenchError as error:
        return error.diagnostic or error.kind
    except Exception as error:  # noqa: BLE001 - what can't be looked at is not ready; its words may hold a plate
        return f"unexpected {type(error).__name__}"
    return ""


def free(folder: Path) -> int:
    """Bytes that are left of the disk on which a folder stands."""
    return shutil.disk_usage(folder).free


def _demand_room(folder: Path) -> None:
    if free(folder) < NEEDED:
        raise StoreUnavailable("The disk is full.", diagnostic=f"under {NEEDED} bytes are free")
