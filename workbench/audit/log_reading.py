"""Reading the access log (464.6): a look at the log is on record like any other, before and after.

A page shows what was asked and how much went out, never which reads: an auditor need not be allowed to query. Nor
does it show what a reviewer said of a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.accesslog.record import SHOWN_KEYED, Kind, Record
from workbench.accesslog.unsaid import told
from workbench.audit.asked import asked
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Gate, Request
from workbench.plates.normalise import normalise
from workbench.policy.caller import Caller
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.wire.log import LogEntry, LogPage, LogQuery

ACTION = "log.read"
WITHHELD = frozenset({"reads", "read_ids", "rows"})
"""Keys of a result under which the identifiers of the reads stand; their number and digest stay."""


def read_log(
    gate: Gate, reader: LogReader, caller: Caller, purpose: Purpose | None, query: LogQuery, zone: str
) -> LogPage:
    """The newest records that fit, as they stood before this look, which is recorded itself, with its purpose.

    ``zone`` is the agency's time zone, in which the line of what was asked tells its moments.

    Raises ``BadInput`` for a window that ends before it starts or a kind that there is none of, ``Refused``
    for whoever may not read the log, ``LogUnavailable`` when it can't be read or this look not recorded. Whatever
    else fails after the admission is recorded too, and shows nothing.
    """
    check(query)
    elements = query.model_dump(mode="json", exclude={"context", "purpose_id"}, exclude_defaults=True)
    request = Request(ACTION, Operation.READ_LOG, elements, context=query.context.model_dump())
    receipt = gate.admit(caller, purpose, request)
    try:
        page = _page(reader, query, receipt.index, zone)
    except Exception as problem:
        gate.fail(receipt, problem.message if isinstance(problem, WorkbenchError) else type(problem).__name__)
        raise
    gate.release(receipt, {"count": len(page.entries), "total": page.total, "indexes": _span(page.entries)})
    return page


def _page(reader: LogReader, query: LogQuery, look: int, zone: str) -> LogPage:
    records, total = reader.page(query, below=look)
    counts = reader.counts(query, below=look)
    return LogPage(
        entries=[entry(record, zone) for record in records],
        total=total,
        record=look,
        counts_by_user=counts.by_user,
        counts_by_kind=counts.by_kind,
    )


def entry(record: Record, zone: str) -> LogEntry:
    """One record as administrators and auditors see it."""
    body, purpose = told(record), record.purpose
    count, intent = body.get("count"), body.get("intent")
    return LogEntry(
        index=record.index,
        time=record.time,
        kind=record.kind.value,
        user=record.user,
        action=record.action,
        realm=str(body.get("realm", "")),
        case_number=record.case_number,
        category=str(purpose.get("category", "")),
        narrative=str(purpose.get("narrative", "")),
        why_this_plate=str(purpose.get("why_this_plate", "")),
        asked=asked(record, zone),
        outcome=_outcome(body),
        section=str(body.get("section", "")),
        count=count if isinstance(count, int) else None,
        intent=intent if isinstance(intent, int) else None,
        body=_shown(body),
    )


def check(query: LogQuery) -> None:
    """``BadInput`` for filters that nothing could fit."""
    if query.start and query.end and query.end <= query.start:
        raise BadInput("The window ends before it starts.", where="end", how="Swap start and end.")
    if query.kind and query.kind not in set(Kind):
        kinds = ", ".join(kind.value for kind in Kind)
        raise BadInput(f"There are no records of the kind '{query.kind}'.", where="kind", how=f"Use {kinds}.")
    if query.plate:
        try:
            normalise(query.plate)
        except BadInput as wrong:
            wrong.where = "plate"
            raise
    for name in ("user", "action", "case_number", "text"):
        if "\0" in getattr(query, name):
            raise BadInput("A character of this filter can't be in any record.", where=name, how="Remove it.")


def _span(entries: list[LogEntry]) -> list[int]:
    """The oldest and the newest index shown; empty when none was."""
    return [entries[-1].index, entries[0].index] if entries else []


def _outcome(body: Mapping[str, Any]) -> str:
    outcome, reason = str(body.get("outcome", "")), str(body.get("reason", ""))
    return ": ".join(filter(None, (outcome, reason)))


def _shown(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _shown(value) if isinstance(value, Mapping) else value
        for key, value in body.items()
        if key != SHOWN_KEYED and not (key in WITHHELD and isinstance(value, list))
    }
