"""Telling people of new hits while the custodian serves (464.7(g)): woken by the bell, or when an attempt is due."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import timedelta
from types import TracebackType
from typing import Self

from workbench.collection.alerts.channels import Channels
from workbench.collection.alerts.deliver import Deliverer
from workbench.custodian.services import Services
from workbench.custodian.unexpected import tell
from workbench.errors import WorkbenchError

LONGEST = 60.0
"""Seconds between two looks at what is due."""
_AGAIN = 5.0
"""Seconds until the next look when one failed."""
_log = logging.getLogger(__name__)


def alert_loop(services: Services) -> AbstractContextManager[object]:
    """The loop, or nothing where nobody is told; ``ConfigError`` when keys or certificates can't be used."""
    alerts, registers = services.settings.alerts, services.registers
    if not alerts.people:
        registers.alerts.forget()
        return nullcontext()
    version = registers.policies.current
    way = Channels.of(alerts)
    return AlertLoop(services, Deliverer(services.gate, registers, services.settings, way, lambda: version().version))


class AlertLoop(AbstractContextManager[object]):
    """One thread: a slow receiver keeps nobody from the hits themselves."""

    def __init__(self, services: Services, deliverer: Deliverer) -> None:
        self._services = services
        self._deliverer = deliverer
        self._stop, self._woken = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        people = [(told.person, told.address) for told in self._services.settings.alerts.people]
        self._services.registers.alerts.make(people, self._services.gate.now())
        self._open.enter_context(self._services.registers.hits.bell.heard(self._woken.set))
        self._woken.set()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._woken.set()
        self._open.close()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        pause = LONGEST
        while not self._stop.is_set():
            self._woken.wait(pause)
            self._woken.clear()
            if self._stop.is_set():
                return
            try:
                self._deliverer.round()
                pause = self._until_due()
            except WorkbenchError as error:
                _log.warning("alerts: %s %s", error.kind, error.diagnostic)
                pause = _AGAIN
            except Exception as error:  # noqa: BLE001 - one bad round must not end the watch
                tell(error, "the alerts")
                pause = _AGAIN

    def _until_due(self) -> float:
        due = self._services.registers.alerts.next_due()
        if due is None:
            return LONGEST
        left = max(due - self._services.gate.now(), timedelta())
        return min(left.total_seconds(), LONGEST)
