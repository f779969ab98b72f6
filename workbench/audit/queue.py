"""The detectors' queue (464.6, 464.7.1(b)-(c)): apart from the estimate; what is looked at each week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from workbench.audit.desk import AuditDesk
from workbench.audit.detectors.every import flags, idle
from workbench.audit.log_reading import entry
from workbench.audit.own_material import records_of
from workbench.audit.own_rows import SIGN_INS, looked_at
from workbench.audit.row import Flag
from workbench.errors import WorkbenchError
from workbench.wire.audits import AskQueue, Flagged, Queue

QUEUE = "audit.queue"
LONGEST = timedelta(days=100)
BEFORE = timedelta(days=90)
"""How far back the rules look for what is usual for a person."""
SHOWN = 60
"""Rows of a flag that are shown in full; the others are named."""


def queue(desk: AuditDesk, said: AskQueue) -> Queue:
    """Flags that name a row of the window; ``BadInput``, on record, for one that is none or too long."""
    request = desk.request(QUEUE, said)
    desk.demand(request)
    if not timedelta(0) < said.end - said.start <= LONGEST:
        how = f"Give an end after the start, {LONGEST.days} days later at most."
        raise desk.unusable(request, "The detectors can't look at this window.", "end", how)
    receipt = desk.gate.admit(desk.caller, desk.purpose, request)
    try:
        found = _queue(desk, said, receipt.index)
    except Exception as problem:
        desk.gate.fail(receipt, problem.message if isinstance(problem, WorkbenchError) else type(problem).__name__)
        raise
    desk.gate.release(receipt, {"count": len(found.flags), "looked_at": found.looked_at})
    return found


def _queue(desk: AuditDesk, said: AskQueue, look: int) -> Queue:
    reader, ground = desk.reader, desk.ground()
    first, end = reader.stood(said.start), min(look, reader.stood(said.end))
    rows = looked_at(reader, reader.stood(said.start - BEFORE), end, sign_ins=True)
    raised = [flag for flag in flags(rows, ground) if flag.rows[-1] >= first]
    return Queue(
        flags=[_flagged(desk, flag, first) for flag in raised],
        idle=[each.name for each in idle(rows, ground)],
        looked_at=sum(row.index >= first and row.action not in SIGN_INS for row in rows),
        record=look,
    )


def _flagged(desk: AuditDesk, flag: Flag, first: int) -> Flagged:
    shown = _shown(flag.rows, first)
    return Flagged(
        detector=flag.detector,
        section=flag.section,
        user=flag.user,
        reason=flag.reason,
        rows=list(flag.rows),
        entries=[entry(record, desk.zone) for record in records_of(desk, shown)],
    )


def _shown(rows: Sequence[int], first: int) -> list[int]:
    """The rows of the window itself before those that came earlier, in order."""
    late = [row for row in rows if row >= first]
    return sorted([*late[:SHOWN], *[row for row in rows if row < first][: max(0, SHOWN - len(late))]])
