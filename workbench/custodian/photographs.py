"""Reading the photographs that were handed in (464.9), while the custodian serves: round after round, what is due."""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from workbench.collection.photographs.desk import PhotographDesk
from workbench.collection.photographs.reader import ReaderClient
from workbench.collection.photographs.rounds import Rounds
from workbench.custodian.accounts import uid_of
from workbench.custodian.pace import Pace
from workbench.custodian.services import Services
from workbench.custodian.unexpected import tell
from workbench.errors import WorkbenchError

READER_ACCOUNT = "alpr-reader"
SECONDS = 1.0
"""Between two looks at whether anything is due."""
LONGEST = 60.0
"""Between two tries while reader, log or store can't be had."""
_log = logging.getLogger(__name__)


def photograph_loop(services: Services) -> PhotographLoop:
    """What reads the photographs that were handed in, with a reader of its own OS user where people have theirs."""
    settings = services.settings
    uid = uid_of(READER_ACCOUNT) if settings.isolation.enforced else os.geteuid()
    return PhotographLoop(services.photographs, ReaderClient(settings.paths.reader, uid, settings), services.pace)


class PhotographLoop(AbstractContextManager["PhotographLoop"]):
    """Rounds in a thread, each within seconds of the photographs' being handed in."""

    def __init__(self, desk: PhotographDesk, reader: ReaderClient, pace: Pace) -> None:
        self._pace = pace
        self._stop = threading.Event()
        self._looks = ThreadPoolExecutor(desk.settings.ocr.processes, thread_name_prefix="look")
        most = 8 * desk.settings.ocr.processes
        self._rounds = Rounds(desk, reader, self._looks, most, self._stop.is_set, pace.add)
        self._thread = threading.Thread(target=self._run, name="photographs", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
        self._looks.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        pause = SECONDS
        while not self._stop.wait(pause):
            try:
                pause = 0.0 if self._rounds.one().finished else SECONDS
            except WorkbenchError as error:
                pause = min(LONGEST, max(SECONDS, 2 * pause))
                _log.warning("photographs wait: %s %s", error.kind, error.diagnostic)
            except Exception as error:  # noqa: BLE001 - one bad round must not end the reading
                pause = min(LONGEST, max(SECONDS, 2 * pause))
                tell(error, "the reading of photographs")
