"""The log with its gate and its notary as the custodian opens them, and an analyst who asks again and again (464.5)."""

from __future__ import annotations

import random
from contextlib import ExitStack
from itertools import count, pairwise
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks.access_log.bodies import PLATES, SHOWN, asked, plate
from benchmarks.plate_search.gate import VERSION, analyst, purpose
from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import Notary
from workbench.accesslog.record import Kind
from workbench.gate import Gate, Request
from workbench.policy.roles import Operation
from workbench.store.registers import Registers

_DIFFERENT = 500
"""Queries that are drawn beforehand."""


class Taken(NamedTuple):
    """Seconds of the parts of one query that belong to the log: both records on disk, and the receipt."""

    intent: float
    result: float
    receipt: float

    @property
    def query(self) -> float:
        """All that the log adds to one query."""
        return sum(self)


class Station:
    """An open log at ``url``, which clients on many threads share."""

    def __init__(self, url: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        keys = Keyring.open(folder / "log-keys")
        with ExitStack() as opening:
            self.journal = Journal.open(url, keys)
            opening.callback(self.journal.close)
            self._notary = Notary(lambda: self.journal.end, url, keys, self.journal.recent)
            opening.callback(self._notary.close)
            registers = Registers.open(f"sqlite:///{folder}/registers.sqlite")
            opening.callback(registers.close)
            self._open = opening.pop_all()
        self._gate = Gate(self.journal, registers.assents, policy_version=lambda: VERSION)
        self._who, self._why = analyst(), purpose()
        self._drawn = [_drawn(random.Random(number)) for number in range(_DIFFERENT)]
        self._numbers = count()

    def append(self) -> float:
        """Seconds until one small record was on disk."""
        start = perf_counter()
        self.journal.append(Kind.EVENT, "ana", "benchmark", {"schema": 1})
        return perf_counter() - start

    def query(self) -> Taken:
        """One search as the gate sees it, of which a result of some fifty reads goes out with its receipt."""
        request, told, shown = self._drawn[next(self._numbers) % _DIFFERENT]
        times = [perf_counter()]
        receipt = self._gate.admit(self._who, self._why, request)
        times.append(perf_counter())
        record = self._gate.release(receipt, told, shown)
        times.append(perf_counter())
        self._notary.receipt(record.index)
        times.append(perf_counter())
        return Taken(*(after - before for before, after in pairwise(times)))

    def close(self) -> None:
        """Close log and registers."""
        self._open.close()


def _drawn(chance: random.Random) -> tuple[Request, dict[str, Any], set[str]]:
    """What is asked, what is told of the result, and the plates in it."""
    one = asked(chance)
    elements = {"pattern": one.pattern, "lookalikes": one.lookalikes, "distance": one.distance, "limit": 500}
    shown = {plate(chance.randrange(PLATES)) for _ in range(SHOWN)}
    told = {"count": len(shown), "read_ids": [f"{chance.getrandbits(128):032x}" for _ in shown]}
    return Request("search.plates", Operation.QUERY, elements), told, shown
