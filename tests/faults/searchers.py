"""People who search all the time, and keep all that they get; whoever gets nothing asks again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

from tests.custodian import PURPOSE, Custodian
from tests.faults.released import Released
from workbench.client import Client
from workbench.errors import WorkbenchError

PAUSE = 0.02
"""Seconds before somebody who got nothing asks again."""
PATIENCE = 120


class Searchers(AbstractContextManager["Searchers"]):
    """Some analysts at once, for the time of a block."""

    def __init__(self, custodian: Custodian, names: tuple[str, ...]) -> None:
        self._pattern = custodian.task.hint_pattern
        self._clients = {name: custodian.client(name) for name in names}
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._released: list[Released] = []
        self._refusals: list[str] = []
        for client in self._clients.values():
            client.declare(PURPOSE)
        self._threads = [threading.Thread(target=self._search, args=each) for each in self._clients.items()]

    def __enter__(self) -> Searchers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        for client in self._clients.values():
            client.close()

    @property
    def released(self) -> list[Released]:
        """All that anybody got so far."""
        with self._changed:
            return list(self._released)

    @property
    def refusals(self) -> list[str]:
        """What was said to whoever got nothing."""
        with self._changed:
            return list(self._refusals)

    def until_released(self, count: int) -> None:
        """Wait for so many answers more."""
        wanted = len(self.released) + count
        self._until(lambda: len(self._released) >= wanted)

    def until_refused(self, count: int) -> None:
        """Wait for so many more who get nothing."""
        wanted = len(self.refusals) + count
        self._until(lambda: len(self._refusals) >= wanted)

    def _until(self, happened: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(happened, PATIENCE), self._refusals[-3:]

    def _search(self, name: str, client: Client) -> None:
        while not self._over.is_set():
            try:
                answer = client.search(self._pattern)
            except WorkbenchError as error:
                self._keep(self._refusals, str(error))
                self._over.wait(PAUSE)
                continue
            head, ids = answer.head, answer.frame["read_id"].to_list()
            got = {"user": name, "intent": head.record, "result": head.result_record, "read_ids": ids}
            self._keep(self._released, {**got, "receipt": head.receipt})

    def _keep(self, kept: list[Released] | list[str], what: Released | str) -> None:
        with self._changed:
            kept.append(what)  # type: ignore[arg-type]
            self._changed.notify_all()
