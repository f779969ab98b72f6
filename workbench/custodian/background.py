"""Watching the drop folders into which vehicles' data are transferred (464.9); each outcome is told to the operator."""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.collection.drop import DropFolder, Outcome
from workbench.collection.photographs.handin import hand_in_whole
from workbench.collection.take import take_batch
from workbench.custodian.services import Services
from workbench.custodian.unexpected import tell
from workbench.errors import WorkbenchError
from workbench.policy.caller import Caller, Realm
from workbench.policy.roles import GRANTS, Role
from workbench.wire.ingest import BatchOffer, BatchReceipt
from workbench.wire.photographs import PhotographOffer, Progress
from workbench.wire.stated import Stated

SECONDS = 2.0
QUIET = 5
"""Passes without a change before a file without its ``.done`` counts as complete: ten seconds."""
_log = logging.getLogger(__name__)


def drop_loop(services: Services) -> AbstractContextManager[object]:
    """The loop, or nothing where isolation isn't enforced: there only the generated agency is served."""
    return DropLoop(services) if services.settings.isolation.enforced else nullcontext()


def _take(services: Services, offer: BatchOffer, file: Path) -> BatchReceipt:
    """Take one file under the name of its drop folder."""
    store, caller = services.stores[Realm.LIVE], _caller(services, offer.source)
    return take_batch(services.gate, store, services.registers, caller, offer, file, services.settings)


def _take_photographs(services: Services, offer: PhotographOffer, stated: Stated | None, file: Path) -> Progress:
    """Hand in one file of photographs under the name of its drop folder, and let it be read."""
    return hand_in_whole(services.photographs, _caller(services, offer.source), offer, stated, file)


def _caller(services: Services, source: str) -> Caller:
    """Whoever puts files into the drop folder of a source."""
    return Caller(
        username=f"drop:{source}",
        organisation=services.settings.agency.organisation,
        roles=frozenset({Role.DEVICE}),
        operations=GRANTS[Role.DEVICE],
        sources=frozenset({source}),
        address="drop folder",
    )


class DropLoop(AbstractContextManager[object]):
    """Looks into the drop folders every two seconds while the custodian serves."""

    def __init__(self, services: Services) -> None:
        self._folder = DropFolder(
            services.settings.paths.drop, partial(_take, services), QUIET, partial(_take_photographs, services)
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
                for outcome in self._folder.poll():
                    told(outcome)
            except WorkbenchError as error:
                # Files stay where they are; the next round tries again.
                _log.warning("drop folder: %s %s", error.kind, error.diagnostic)
            except Exception as error:  # noqa: BLE001 - one bad round must not end the watch
                tell(error, "the drop folder")


def told(outcome: Outcome) -> None:
    """One line for the operator; without the file's name or the reason's words, which may hold a plate."""
    where, receipt = f"drop folder of {outcome.source}", outcome.receipt
    if receipt and receipt.repeated:
        _log.info("%s: a file was taken before, under record %s: nothing was added", where, receipt.record)
    elif receipt:
        counts = f"{receipt.accepted} new, {receipt.duplicate} known, {receipt.rejected} rejected, {receipt.hits} hits"
        _log.info("%s: a file was taken under record %s: %s", where, receipt.record, counts)
    elif (batch := outcome.photographs) is not None:
        _log.info("%s: a file of %d photographs was taken as batch %s", where, batch.total, batch.batch_id)
    elif outcome.rejected:
        _log.warning("%s: a file was rejected; it lies in rejected/, its reason beside it", where)
    else:
        _log.warning("%s: a file waits and will be tried again: %s", where, outcome.waits)
