"""The transparency report of a quarter (464.8): drafted from the log, proposed, approved, then read by anybody."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from workbench.policy.quarters import Quarter
from workbench.wire.base import Message, Short, Time
from workbench.wire.docket import Entered


def _quarter(name: str) -> str:
    return Quarter.named(name).name


QuarterName = Annotated[str, AfterValidator(_quarter)]


class Row(Message):
    """One category and how many fell into it; None is withheld."""

    label: Short
    count: int | None


class Table(Message):
    """Counts of one kind of event by category; no two tables count the same events."""

    title: Short
    section: Short
    rows: list[Row]
    total: int | None


class Sharer(Message):
    """An agency with which an agreement was in force for some part of the quarter."""

    agency: Short
    until: Short


class Report(Message):
    """The report itself. Days are the agency's, both included."""

    format: str = "alpr-transparency-report/1"
    agency: Short
    quarter: QuarterName
    begins: Short
    until: Short
    policy_version: Short
    tables: list[Table]
    figures: list[Row]
    agreements: list[Sharer]


class AskReport(Message):
    """Draft, or propose, the report of a quarter that has ended."""

    quarter: QuarterName


class ProposeReport(Message):
    """Propose exactly the report that was drafted."""

    quarter: QuarterName
    sha256: Short


class Draft(Message):
    """A report as the log gives it now. ``text`` is the file, byte for byte; ``sha256`` its digest."""

    quarter: QuarterName
    text: str
    sha256: Short
    report: Report
    record: int


class Publication(Entered):
    """A report that was proposed, with what became of it."""

    quarter: QuarterName
    sha256: Short


class NewPolicy(Message):
    """A version of the agency's policy, and its text (a little of Markdown)."""

    version: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$")]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=200, max_length=400_000)]


class ProposedPolicy(Entered):
    """A version that was proposed, with what became of it."""

    version: Short
    sha256: Short
    text: str


class Publications(Message):
    """All that were proposed, newest first, and the quarters that wait for one."""

    publications: list[Publication]
    policies: list[ProposedPolicy] = []
    open: list[Short]
    record: int


class Published(Message):
    """A report on the public page. ``number`` is its version."""

    number: int
    quarter: QuarterName
    sha256: Short
    approved_at: Time
    text: str


class PolicyVersion(Message):
    """A version of the policy on the public page; the newest is in force."""

    version: Short
    installed_at: Time
    sha256: Short
    text: str


class Public(Message):
    """What anybody may see (464.8): nothing about plates or people."""

    agency: str
    policies: list[PolicyVersion] = Field(min_length=1)
    reports: list[Published]
