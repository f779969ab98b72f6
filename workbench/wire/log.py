"""Reading the access log (464.6): a read that is itself recorded."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from workbench.wire.base import Context, Message, Short, Time

RECORD_MEDIA_TYPE = "application/vnd.alpr.record+json"
"""Marks an output that shows reads: ``{"records": [12, 13], "receipts": {"13": ...}}``.

A saved notebook keeps only this.
"""


class LogQuery(Message):
    """Which records to show, newest first."""

    start: Time | None = None
    end: Time | None = None
    user: Short = ""
    kind: Short = ""
    action: Short = ""
    case_number: Short = ""
    text: Short = ""
    """Anywhere in the record, case-insensitive."""
    plate: Short = ""
    """Records in which somebody asked for this plate or was shown it, by patterns and maps too."""
    before: int | None = Field(default=None, ge=0, le=2**53 - 1)
    """Only records with a smaller index: the next page; at most what every reader of JSON holds exactly."""
    limit: int = Field(default=200, ge=1, le=5000)
    purpose_id: Short = ""
    """The purpose that this look rests on (464.5(4))."""
    context: Context = Context()


class LogEntry(Message):
    """One record as administrators and auditors see it. ``count`` is the number of reads released, if any."""

    index: int
    time: Time
    kind: str
    user: str
    action: str
    realm: str
    case_number: str
    category: str
    narrative: str
    why_this_plate: str
    asked: str
    """What was asked, in one line."""
    outcome: str
    section: str
    count: int | None
    intent: int | None
    body: dict[str, Any]


class LogPage(Message):
    """A page of records; ``record`` is the record of this look at the log."""

    entries: list[LogEntry]
    total: int
    record: int
    receipt: str = ""
    """Proof that the record of this look stands in the log (C2SP tlog-proof)."""
    counts_by_user: dict[str, int]
    counts_by_kind: dict[str, int]


class LogExport(Message):
    """Records as a file for a spreadsheet; ``sha256`` is that of ``csv`` in UTF-8, and stands on record too."""

    record: int
    result_record: int
    count: int
    sha256: Short
    csv: str
    receipt: str = ""
