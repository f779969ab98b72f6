"""The access log as a file for a spreadsheet (464.6): confirmed anew, on record, and stamped with who took it and why.

What a look at the log shows goes into it, and nothing more: never which reads were released.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from workbench.accesslog.reader import LogReader
from workbench.audit.log_reading import check, entry
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.log_export import decide_log_export
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.prose.sheet import sheet
from workbench.wire.log import LogEntry, LogExport, LogQuery

ACTION = "log.export"
MOST = 20_000
"""Records in one file; more would be left out in silence, so they are refused."""
BOM = "\N{BYTE ORDER MARK}"
"""By which spreadsheets know UTF-8."""
COLUMNS = ("record", "time", "user", "kind", "action", "asked", "case_number", "category", "narrative",
           "why_this_plate", "outcome", "section", "reads", "belongs_to")  # fmt: skip


def export_log(
    gate: Gate, reader: LogReader, caller: Caller, purpose: Purpose | None, query: LogQuery, zone: str
) -> LogExport:
    """All records that fit, newest first, as CSV; what is asked is told in the agency's time zone, times are UTC.

    Raises ``AssentRequired`` until the caller confirmed this very export, ``BadInput`` for more than ``MOST`` records,
    and what ``read_log`` raises.
    """
    check(query)
    query = query.model_copy(update={"before": None, "limit": MOST})
    elements = query.model_dump(mode="json", exclude={"context", "purpose_id", "limit"}, exclude_defaults=True)
    rule = lambda _caller, _purpose, _now: decide_log_export()  # noqa: E731 - one expression
    request = Request(ACTION, Operation.READ_LOG, elements, rules=[rule], context=query.context.model_dump())
    receipt = gate.admit(caller, purpose, request)
    try:
        entries = _entries(reader, query, receipt.index, zone)
        stamped = _stamp(caller, purpose, elements, receipt.index, receipt.time, len(entries))
        text = BOM + sheet([*stamped, (), COLUMNS, *map(_row, entries)])
    except Exception as problem:
        gate.fail(receipt, problem.message if isinstance(problem, WorkbenchError) else type(problem).__name__)
        raise
    digest = hashlib.sha256(text.encode()).hexdigest()
    result = gate.release(receipt, {"count": len(entries), "sha256": digest})
    return LogExport(
        record=receipt.index, result_record=result.index, count=len(entries), sha256=digest, csv=text,
    )  # fmt: skip


def _entries(reader: LogReader, query: LogQuery, look: int, zone: str) -> list[LogEntry]:
    records, total = reader.page(query, below=look)
    if total > MOST:
        raise BadInput(
            f"{total:,} records fit, and a file takes {MOST:,}.",
            where="start",
            how="Narrow the filters, by a window of time for one, and take several files.",
            section="464.6",
        )
    return [entry(record, zone) for record in records]


def _stamp(
    caller: Caller, purpose: Purpose | None, elements: dict[str, object], record: int, time: datetime, count: int
) -> Iterator[Sequence[object]]:
    """The head of the file: whoever finds it knows who took it, when, why, and where that is on record."""
    yield "Access log of", caller.organisation
    yield "Taken out by", caller.username
    yield "At", f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    yield "On record as", record
    if purpose is not None:
        yield "For case", purpose.case_number
        yield "Purpose", purpose.category.value.replace("_", " ")
        yield "Narrative", purpose.narrative
    yield "Filters", ", ".join(f"{name}: {value}" for name, value in elements.items()) or "none"
    yield "Records", count


def _row(each: LogEntry) -> Sequence[object]:
    time = f"{each.time.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-4] + "Z"
    return (
        each.index, time, each.user, each.kind, each.action, each.asked, each.case_number, each.category,
        each.narrative, each.why_this_plate, each.outcome, each.section, each.count, each.intent,
    )  # fmt: skip
