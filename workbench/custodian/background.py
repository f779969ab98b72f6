"""Watching the drop folders into which vehicles' data are transferred (464.9)."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Self

from workbench.collection.drop import DropFolder
from workbench.custodian.services import Services
from workbench.errors import WorkbenchError
from workbench.policy.caller import Realm

SECONDS = 2.0
_log = logging.getLogger(__name__)


def drop_loop(services: Services) -> AbstractContextManager[object]:
    """The loop, or nothing where isolation isn't enforced: there only the generated agency is served."""
    return DropLoop(services) if services.settings.isolation.enforced else nullcontext()


class DropLoop(AbstractContextManager[object]):
    """Looks into the drop folders every two seconds while the custodian serves."""

    def __init__(self, services: Services) -> None:
        self._folder = DropFolder(
            services.settings.paths.drop,
            gate=services.gate,
            store=services.stores[Realm.LIVE],
            registers=services.registers,
            settings=services.settings,
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="drop", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stop.wait(SECONDS):
            try:
                self._folder.poll()
            except WorkbenchError as error:
                # Files stay where they are; the next round tries again.
                _log.warning("drop folder: %s %s", error.kind, error.diagnostic)
            except Exception as error:  # noqa: BLE001 - one bad round must not end the watch
                _log.exception("drop folder: %s", type(error).__name__)
