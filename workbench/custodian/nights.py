"""What the custodian does beside its calls for the log (464.6): events on their way, and a comparison each night."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from workbench.custodian.following import followers_of
from workbench.custodian.reconciling import Reconciler
from workbench.custodian.services import Services
from workbench.custodian.unexpected import tell
from workbench.errors import NotFound, WorkbenchError

LOOK = 1.0
"""Seconds between two looks at the clock, and at whether somebody asks."""
AGAIN = 300.0
"""Seconds after which a comparison that could not be made is tried again."""
ASKED = "reconcile-asked"
"""A file in the custodian's folder: whoever can make it asks for a comparison now, and waits until it is gone."""
_log = logging.getLogger(__name__)


@contextmanager
def log_duties(services: Services) -> Iterator[None]:
    """Followers and nightly comparison, for the time of a block."""
    followers = followers_of(services.settings, services.gate, services.reader.between)
    reconciler = Reconciler(services.settings, services.gate, services.reader, followers)
    with ExitStack() as running:
        for follower in followers:
            running.enter_context(follower)
        running.enter_context(Nights(services, reconciler))
        yield


class Nights(AbstractContextManager["Nights"]):
    """Compares at the configured hour, when a night was missed, and when it is asked to."""

    def __init__(self, services: Services, reconciler: Reconciler, *, look: float = LOOK) -> None:
        self._services = services
        self._reconciler = reconciler
        self._look = look
        self._asked = services.settings.paths.custodian / ASKED
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nights", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=90)

    def _run(self) -> None:
        pause, last = self._look, None
        while not self._stop.wait(pause):
            pause = self._look
            try:
                last = last or self._last()
                settings = self._services.settings
                zone, hour = ZoneInfo(settings.agency.time_zone), settings.events.reconcile_hour
                if asked(self._asked) or due(last, self._services.gate.now(), hour, zone):
                    self._reconciler.run()
                    last = None
                    self._asked.unlink(missing_ok=True)
            except WorkbenchError as error:
                _log.warning("the log could not be compared: %s %s", error.message, error.diagnostic)
                pause = AGAIN
            except Exception as error:  # noqa: BLE001 - one bad night must not end the watch
                tell(error, "the comparison of the log")
                pause = AGAIN

    def _last(self) -> datetime:
        """When the log was compared last, or else began."""
        if (record := self._reconciler.last()) is not None:
            return record.time
        with suppress(NotFound):
            return self._services.reader.get(0).time
        return self._services.gate.now()


def asked(path: Path) -> bool:
    """Whether somebody asks for a comparison now."""
    return path.exists()


def due(last: datetime, now: datetime, hour: int, zone: ZoneInfo) -> bool:
    """Whether the last comparison was before the newest such hour of the zone that has come."""
    local = now.astimezone(zone)
    tonight = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    newest = tonight if tonight <= local else tonight - timedelta(days=1)
    return last < newest
