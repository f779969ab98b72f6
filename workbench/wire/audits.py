"""Audits of the access log (464.6, 464.10(c)): a quarter, its sample, blinded reviews, findings, the sealed report."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.base import Context, Message, Short, Text, Time
from workbench.wire.log import LogEntry

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=2000)]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=500)]
LARGEST_FILE = 900_000
"""Characters of another system's log, compressed and in base64: some 5 MB of CSV."""
MOST_ROWS = 2_000
"""Rows of one answer, and rows that one finding names."""


class State(StrEnum):
    """How far an audit has come."""

    ANNOUNCED = "announced"
    OPEN = "open"
    SEALED = "sealed"


class Verdict(StrEnum):
    """What a reviewer says of a row."""

    IN_ORDER = "in order"
    UNCLEAR = "unclear"
    MISUSE = "misuse"


class Outcome(StrEnum):
    """What an administrator decides of a finding."""

    MISUSE = "misuse"
    MISTAKE = "mistake without misuse"
    IN_ORDER = "in order after all"


class AuditAct(Message):
    """Whatever is asked of an audit: the purpose that it rests on (464.5(4))."""

    purpose_id: Short = ""
    context: Context = Context()


class Announce(AuditAct):
    """Begin an audit: the quarter, and which public random value will draw its sample, before anybody can know it.

    ``allowed`` findings still let the sample rule out that more than one row in a hundred is misuse.
    """

    quarter: Short
    source: Words
    drawn_at: Time
    allowed: int = Field(default=0, ge=0, le=5)


class AnnounceForeign(AuditAct):
    """Begin the audit of another system's log: its file, and which public value will draw its sample, as ``Announce``.

    ``file`` is the CSV, compressed (zlib) and in base64.
    """

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    file: Annotated[str, StringConstraints(min_length=1, max_length=LARGEST_FILE)]
    source: Words
    drawn_at: Time
    allowed: int = Field(default=0, ge=0, le=5)


class Draw(AuditAct):
    """Draw the sample of an audit with the value that came out."""

    audit: int = Field(ge=1)
    value: Value


class Audit(Message):
    """One audit; ``left`` counts the rows that still wait for a word of whoever asks.

    Of another system's log, ``file_name`` is that of its file, ``quarter`` the beginning of its digest, ``size`` its
    rows and ``checkpoint`` its SHA-256 in hexadecimal; ``begin`` and ``until`` are its first and its last moment.
    """

    audit: int
    quarter: Short
    file_name: Text = ""
    interim: bool
    begin: Time
    until: Time
    size: int
    """Records that the log had at the end of the period."""
    checkpoint: Text
    source: Text
    drawn_at: Time
    allowed: int
    announced_by: Short
    announced_at: Time
    record: int
    state: State
    value: Text = ""
    seed: Short = ""
    drawn_by: Short = ""
    drawn_record: int | None = None
    population: int = 0
    rest: int = 0
    drawn: int = 0
    rows: int = 0
    reviewed: int = 0
    """Rows of which two persons said what they are."""
    left: int = 0
    sealed_by: Short = ""
    sealed_at: Time | None = None
    sealed_record: int | None = None

    @property
    def of(self) -> str:
        """What it is of, as people cite it."""
        return self.file_name or f"{self.quarter}{' so far (interim)' if self.interim else ''}"


class Due(Message):
    """A quarter that is over and not audited; its audit is to be sealed by a day."""

    quarter: Short
    by: date
    overdue: bool


class Audits(Message):
    """All audits, the newest first, and the quarters that wait for one."""

    audits: list[Audit]
    due: list[Due]
    record: int


class AskRows(AuditAct):
    """Ask for the rows of an audit."""

    audit: int = Field(ge=1)


class Said(Message):
    """One reviewer's word on a row."""

    by: Short
    verdict: Verdict
    words: Text
    at: Time
    record: int


class AuditRow(Message):
    """A row of the sample: why it is in it, what was asked and seen, and what was said of it.

    Others' words stand in it once two persons have spoken, never before. ``why_not`` says why the asker may not.
    """

    index: int
    stratum: Short
    entry: LogEntry
    seen: int | None
    said: list[Said]
    mine: Said | None
    words: int
    """How many persons have spoken."""
    why_not: Short = ""


class AuditRows(Message):
    """The rows of an audit in the order of the log."""

    audit: Audit
    rows: list[AuditRow]
    record: int
    receipt: str = ""


class Review(AuditAct):
    """Say what a row is; a row that is not in order needs words."""

    audit: int = Field(ge=1)
    index: int = Field(ge=0)
    verdict: Verdict
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class Pair(Message):
    """How far two reviewers agree: rows that both reviewed, the same word, and Cohen's kappa where there is one."""

    first: Short
    second: Short
    rows: int
    same: int
    kappa: float | None


class RaiseFinding(AuditAct):
    """Put rows before the administrator; ``detector`` where one of them named the rows."""

    audit: int = Field(ge=1)
    rows: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=MOST_ROWS)]
    words: Words
    detector: Short = ""


class Decide(AuditAct):
    """Decide a finding; a second person approves it first."""

    finding: int = Field(ge=1)
    outcome: Outcome
    words: Words


class Finding(Message):
    """What was found, by whom, about whose rows, what was decided and who approved it."""

    finding: int
    audit: int
    rows: list[int]
    users: list[Short]
    detector: Short
    words: Text
    raised_by: Short
    raised_at: Time
    record: int
    outcome: Outcome | None = None
    decision: Text = ""
    decided_by: Short = ""
    decided_record: int | None = None
    approved_by: Short = ""


class Standing(Message):
    """How an audit stands: findings, agreement, the estimate, and what its report still waits for."""

    audit: Audit
    findings: list[Finding]
    pairs: list[Pair]
    open_rows: list[int]
    """Rows that somebody did not find in order and that no finding names yet."""
    misuse: int
    """Rows of decided findings that are misuse, of the random sample alone."""
    least: int
    most: int
    """Between so many of the ``rest`` may be misuse, each bound at 95 %."""
    waits: list[Text]
    record: int


class AskQueue(AuditAct):
    """Ask what the detectors say of a window of time."""

    start: Time
    end: Time


class Flagged(Message):
    """What a detector says, with its rows as they stand in the log."""

    detector: Short
    section: Short
    user: Short
    reason: Text
    rows: list[int]
    entries: list[LogEntry]


class Queue(Message):
    """What the detectors say; ``idle`` are those that had nothing to look at, such as no list of cases."""

    flags: list[Flagged]
    idle: list[Short]
    looked_at: int
    record: int
    receipt: str = ""


class AskReport(AuditAct):
    """Seal the report of an audit, or have the sealed one again."""

    audit: int = Field(ge=1)


class SealedReport(Message):
    """The report: both files, their digests as they are on record, and a note of them under the log's signature."""

    audit: int
    record: int
    result_record: int
    name: Short
    pdf: str
    """Base64."""
    html: str
    pdf_sha256: Short
    html_sha256: Short
    note: str
    """C2SP signed-note."""
    receipt: str = ""
