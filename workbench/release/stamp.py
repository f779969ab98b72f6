"""What stands on every file of reads (464.2, 464.5, 464.11): who took it out, when, why, what was asked, its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from workbench.policy.caller import Realm
from workbench.policy.purpose import CATEGORY_LABELS, Purpose

LEAD = "A read is a lead, not a fact: confirm the plate with the image before anybody acts on it."
OFFICIAL = (
    "Law enforcement sensitive, for official use only (464.11). Pass it on only as the policy allows; never sell it."
)
SYNTHETIC = "From the training store: every read in it is synthetic."


@dataclass(frozen=True, slots=True)
class Stamp:
    """``time`` (UTC) and ``record`` are those of the admission; the result record behind it holds the file's hash.

    ``query`` are its parts in words; ``count`` of ``total`` reads that fit are in the file; ``zone`` is an IANA name.
    """

    agency: str
    person: str
    organisation: str
    purpose: Purpose
    case_number: str
    why: str
    query: Sequence[tuple[str, str]]
    time: datetime
    record: int
    count: int
    total: int
    sources: Sequence[str]
    left_out: Sequence[str]
    policy_version: str
    zone: str
    realm: Realm
    released_to: str = ""
    """The request that it fulfils, with agency, person and permitted use; empty where it stays in the department."""
    evidence: str = ""
    """The number under which it is booked into evidence."""

    @property
    def notices(self) -> list[str]:
        """What has to stand on each page."""
        return [*([SYNTHETIC] if self.realm is Realm.TRAINING else []), LEAD, OFFICIAL]

    @property
    def short(self) -> str:
        """In one line: record, person, case and time."""
        return (
            f"Access log record {self.record} · taken out by {self.person}, {self.organisation} · "
            f"case {self.case_number} · {self.utc}"
        )

    @property
    def utc(self) -> str:
        """When, to the second."""
        return f"{self.time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"

    @property
    def local(self) -> str:
        """When, by the agency's clock."""
        return f"{self.time.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M:%S %Z}"

    @property
    def category(self) -> str:
        """The purpose's, in words."""
        return CATEGORY_LABELS[self.purpose.category][0]

    @property
    def reason(self) -> str:
        """Purpose and use of the file in one line."""
        return f"{self.category}, case {self.purpose.case_number}: {self.why}"

    @property
    def asked(self) -> str:
        """The query in one line."""
        return "; ".join(f"{name}: {value}" for name, value in self.query)

    def lines(self) -> Iterator[tuple[str, str]]:
        """All of it, each with its name."""
        cut = f" of {self.total:,} that fit" if self.total > self.count else ""
        yield "Agency", self.agency
        yield "Access log", f"record {self.record}; the result record that follows it holds this file's SHA-256"
        yield "Taken out by", f"{self.person}, {self.organisation}"
        yield "Taken out at", f"{self.local} ({self.utc})"
        yield "For the case", self.case_number
        yield "What it is for", self.why
        if self.released_to:
            yield "Released to", self.released_to
        if self.evidence:
            yield "Booked into evidence as", self.evidence
        yield "Purpose", f"{self.category}, case {self.purpose.case_number}"
        yield "Narrative", self.purpose.narrative
        yield "Why this plate", self.purpose.why_this_plate
        yield from self.query
        yield "Sources searched", ", ".join(self.sources) or "none"
        yield "Sources left out", ", ".join(self.left_out) or "none"
        yield "Reads in this file", f"{self.count:,}{cut}"
        yield "Policy", f"464, version {self.policy_version}"
