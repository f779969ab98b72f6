"""What the panel of audits asks of a client (464.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from workbench.wire.audits import (
    Audit,
    AuditRows,
    Audits,
    Finding,
    Outcome,
    Queue,
    Said,
    SealedReport,
    Standing,
    Verdict,
)
from workbench.wire.purpose import Me, PurposeDeclared


class Auditing(Protocol):
    """Audits, from the announcement to the sealed report."""

    def list(self) -> Audits:
        """All audits, and what is due."""
        ...

    def announce(self, quarter: str, source: str, drawn_at: datetime, *, allowed: int = 0) -> Audit:
        """Name the public value; UTC."""
        ...

    def announce_foreign(
        self, file: Path, source: str, drawn_at: datetime, *, name: str = "", allowed: int = 0
    ) -> Audit:
        """Hand another system's log in, likewise."""
        ...

    def draw(self, audit: int, value: str) -> Audit:
        """Draw the sample."""
        ...

    def rows(self, audit: int) -> AuditRows:
        """The rows of the sample."""
        ...

    def review(self, audit: int, index: int, verdict: Verdict | str, words: str = "") -> Said:
        """Say what a row is."""
        ...

    def standing(self, audit: int) -> Standing:
        """How it stands."""
        ...

    def find(self, audit: int, rows: Sequence[int], words: str, *, detector: str = "") -> Finding:
        """Raise a finding."""
        ...

    def decide(self, finding: int, outcome: Outcome | str, words: str) -> Finding:
        """Decide one, once it was approved."""
        ...

    def queue(self, start: datetime, end: datetime) -> Queue:
        """What detectors say; UTC."""
        ...

    def report(self, audit: int) -> SealedReport:
        """Seal the report, or have it again."""
        ...


class Auditor(Protocol):
    """A client seen from the notebook of audits."""

    def me(self) -> Me:
        """The caller."""
        ...

    def current_purpose(self) -> PurposeDeclared | None:
        """What the next look rests on."""
        ...

    @property
    def audits(self) -> Auditing:
        """The duty itself."""
        ...
