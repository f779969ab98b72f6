"""What the custodian does beside its calls for the log (464.6): events on their way, and a comparison each night."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from workbench.accesslog.beside import Beside
from workbench.custodian.following import followers_of
from workbench.custodian.reconciling import Reconciler
from workbench.custodian.services import Services
from workbench.custodian.standing import events
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
        running.callback(services.measures.watch(partial(events, followers, services)))
        yield


class Nights(Beside):
    """Compares at the configured hour, when a night was missed, and when it is asked to."""

    def __init__(self, services: Services, reconciler: Reconciler, *, look: float = LOOK) -> None:
        super().__init__("nights", patience=90)
        self._services = services
        self._reconciler = reconciler
        self._look = look
        self._asked = services.settings.paths.custodian / ASKED
        self._next = look
        self._compared: datetime | None = None

    def pause(self) -> float:
        """Until the next look; longer after one that failed."""
        return self._next

    def round(self) -> None:
        """Look at the clock, and at whether somebody asks."""
        self._next = self._look
        try:
            self._compared = self._compared or self._last_time()
            settings = self._services.settings
            zone, hour = ZoneInfo(settings.agency.time_zone), settings.events.reconcile_hour
            if asked(self._asked) or due(self._compared, self._services.gate.now(), hour, zone):
                self._reconciler.run()
                self._compared = None
                self._asked.unlink(missing_ok=True)
        except WorkbenchError as error:
            _log.warning("the log could not be compared: %s %s", error.message, error.diagnostic)
            self._next = AGAIN
        except Exception as error:  # noqa: BLE001 - one bad night must not end the watch
            tell(error, "the comparison of the log")
            self._next = AGAIN

    def _last_time(self) -> datetime:
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
