"""Watching the drop folders into which vehicles' data are transferred (464.9)."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.collection.drop import DropFolder
from workbench.collection.take import take_batch
from workbench.custodian.services import Services
from workbench.custodian.unexpected import tell
from workbench.errors import WorkbenchError
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import GRANTS, Role
from workbench.wire.ingest import BatchOffer, BatchReceipt

SECONDS = 2.0
QUIET = 5
"""Passes without a change before a file without its ``.done`` counts as complete: ten seconds."""
_log = logging.getLogger(__name__)


def drop_loop(services: Services) -> AbstractContextManager[object]:
    """The loop, or nothing where isolation isn't enforced: there only the generated agency is served."""
    return DropLoop(services) if services.settings.isolation.enforced else nullcontext()


def _take(services: Services, offer: BatchOffer, file: Path) -> BatchReceipt:
    """Take one file under the name of its drop folder."""
    caller = Caller(
        username=f"drop:{offer.source}",
        organisation=services.settings.agency.organisation,
        roles=frozenset({Role.DEVICE}),
        operations=GRANTS[Role.DEVICE],
        sources=frozenset({offer.source}),
        address="drop folder",
    )
    store = services.stores[Realm.LIVE]
    return take_batch(services.gate, store, services.registers, caller, offer, file, services.settings)


class DropLoop(AbstractContextManager[object]):
    """Looks into the drop folders every two seconds while the custodian serves."""

    def __init__(self, services: Services) -> None:
        self._folder = DropFolder(services.settings.paths.drop, partial(_take, services), QUIET)
        self._waiting: set[str] = set()
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
                self._tell({outcome.source for outcome in self._folder.poll() if outcome.waits})
            except WorkbenchError as error:
                # Files stay where they are; the next round tries again.
                _log.warning("drop folder: %s %s", error.kind, error.diagnostic)
            except Exception as error:  # noqa: BLE001 - one bad round must not end the watch
                tell(error, "the drop folder")

    def _tell(self, waiting: set[str]) -> None:
        """Say once, not at each pass, in which folders files wait; their names may hold plates."""
        if waiting - self._waiting:
            _log.warning("drop folder: files of %s wait and are tried again", ", ".join(sorted(waiting)))
        elif self._waiting and not waiting:
            _log.warning("drop folder: nothing waits any more")
        self._waiting = waiting
