"""What is on record, and before what."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from signal import SIGKILL
from typing import Any

from fastapi import Response
from starlette.background import BackgroundTask

from tests.bypass.obeying import Patch
from workbench.accesslog import ledger
from workbench.accesslog.ledger import Ledger
from workbench.accesslog.record import Kind, Record, stamp
from workbench.custodian import searching
from workbench.custodian.attempts import Attempt, Attempts
from workbench.custodian.routes import purposes as routes_of_purposes
from workbench.errors import LogUnavailable
from workbench.gate import Gate
from workbench.gate import Request as Asked
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.store.registers.hits import Hits

UNRECORDED = 2**40
"""The index that a record would have which was never written."""


_WITHOUT_RECEIPT: Patch = (searching, "with_receipt", lambda _rooms, answer, _record: answer)
"""Of what is not on record there is no proof."""


def _not_written(kind: Kind, user: str, action: str) -> Record:
    return Record(UNRECORDED, datetime.now(UTC), kind, user, action, {})


def _silent(action: str, operation: Any, _: Any, *rest: Any, **named: Any) -> Asked:
    return Asked(action, operation, {}, *rest, **named)


def _killed(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), SIGKILL)


def _told_once() -> list[Patch]:
    """Each attempt without a sign-in is a record of its own."""

    def each(attempts: Attempts, attempt: Attempt, error: Any, client: Any) -> None:
        told = {"outcome": "refused", "section": error.section, "asked": attempt.asked, "client": client}
        attempts._gate.event(attempt.action, attempt.user, attempts._organisation, told)

    return [(Attempts, "refused", each)]


def _unusable() -> list[Patch]:
    """What can't be used is answered and forgotten."""
    return [(Gate, "unusable", lambda *parts: parts[-1])]


def _stated() -> list[Patch]:
    """The purpose stays out of the record."""
    return [(Purpose, "stated", lambda _: {}), (routes_of_purposes, "Request", _silent)]


def _shown() -> list[Patch]:
    """A result says which reads went out, and of no plate that it was shown."""
    release = Gate.release

    def unseen(gate: Gate, receipt: Any, result: Any, _shown: Any = ()) -> Record:
        return release(gate, receipt, result)

    return [(Gate, "release", unseen)]


def _log_first() -> list[Patch]:
    """A record that can't be written holds nothing up."""
    appended = Gate._append

    def hopeful(
        gate: Gate, kind: Kind, who: Caller, purpose: Any, asked: Asked, outcome: Any, mention: Any = None
    ) -> Record:
        with suppress(LogUnavailable):
            return appended(gate, kind, who, purpose, asked, outcome, mention)
        return _not_written(kind, who.username, asked.action)

    return [(Gate, "_append", hopeful), _WITHOUT_RECEIPT]


def _kill_before_release() -> list[Patch]:
    """All defences stand; the custodian dies when the answer is found and its record not yet written."""
    return [(Gate, "release", _killed)]


def _kill_before_sending() -> list[Patch]:
    """All defences stand; the custodian dies when the record is written and the answer not yet sent."""
    return [(searching, "pack", _killed)]


def _kill_before_hits() -> list[Patch]:
    """All defences stand; the custodian dies when a batch's reads are stored and their hits not yet."""
    return [(Hits, "add", _killed)]


def _release_first() -> list[Patch]:
    """The answer goes out first, and the custodian dies before it writes the record."""

    def later(_gate: Gate, receipt: Any, *_: Any) -> Record:
        return _not_written(Kind.RESULT, receipt.caller.username, receipt.action)

    def then_killed(*parts: Any, **named: Any) -> Response:
        return Response(*parts, **named, background=BackgroundTask(_killed))

    return [(Gate, "release", later), (searching, "Response", then_killed), _WITHOUT_RECEIPT]


def _whole_log() -> list[Patch]:
    """Nobody counts the records when the log is opened."""
    return [(ledger, "demand_whole", lambda *_: None)]


MONTH = timedelta(days=30)


def _back_dated(record: Record) -> Record:
    time = record.time - MONTH
    return dataclasses.replace(record, time=time, body={**record.body, "time": stamp(time)})


def _clock_set_back() -> list[Patch]:
    """All defences stand; the machine's clock is a month behind."""
    number = Ledger._number

    def behind(log: Ledger, entries: Any) -> list[Record]:
        right, log._now = log._now, lambda: datetime.now(UTC) - MONTH
        try:
            return number(log, entries)
        finally:
            log._now = right

    return [(Ledger, "_number", behind)]


def _clock_believed() -> list[Patch]:
    """The clock is a month behind, and a record bears whatever time it shows."""
    number = Ledger._number

    def shown(log: Ledger, entries: Any) -> list[Record]:
        return [_back_dated(record) for record in number(log, entries)]

    return [(Ledger, "_number", shown)]


DEFENCES: dict[str, Callable[[], list[Patch]]] = {
    "told once": _told_once,
    "unusable": _unusable,
    "stated": _stated,
    "shown": _shown,
    "log first": _log_first,
    "kill before release": _kill_before_release,
    "kill before sending": _kill_before_sending,
    "kill before hits": _kill_before_hits,
    "release first": _release_first,
    "whole log": _whole_log,
    "clock set back": _clock_set_back,
    "clock believed": _clock_believed,
}
