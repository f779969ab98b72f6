"""A client for the panel of audits over the real duty: a real log and registers, one person at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.unit.audit.quarter import House
from tests.unit.ui.fakes import me
from workbench.audit import finding, leading, reviewing
from workbench.audit.announcing_foreign import announce_foreign
from workbench.audit.queue import queue
from workbench.audit.report.seal import sealed_report
from workbench.policy.caller import Caller
from workbench.wire.audits import (
    Announce,
    AnnounceForeign,
    AskQueue,
    AskReport,
    AskRows,
    Audit,
    AuditRows,
    Audits,
    Decide,
    Draw,
    Finding,
    Outcome,
    Queue,
    RaiseFinding,
    Review,
    Said,
    SealedReport,
    Standing,
    Verdict,
)
from workbench.wire.packed import packed
from workbench.wire.purpose import Me, PurposeDeclared


@dataclass
class Desk:
    """The port of the panel, without HTTP between."""

    house: House
    caller: Caller

    def list(self) -> Audits:
        return leading.audits(self._desk())

    def announce(self, quarter: str, source: str, drawn_at: datetime, *, allowed: int = 0) -> Audit:
        said = Announce(quarter=quarter, source=source, drawn_at=drawn_at, allowed=allowed)
        return leading.announce(self._desk(), said)

    def announce_foreign(
        self, file: Path, source: str, drawn_at: datetime, *, name: str = "", allowed: int = 0
    ) -> Audit:
        held = packed(file.read_bytes())
        said = AnnounceForeign(name=name, file=held, source=source, drawn_at=drawn_at, allowed=allowed)
        return announce_foreign(self._desk(), said)

    def draw(self, audit: int, value: str) -> Audit:
        return leading.drawn(self._desk(), Draw(audit=audit, value=value))

    def rows(self, audit: int) -> AuditRows:
        return reviewing.rows_of(self._desk(), AskRows(audit=audit))

    def review(self, audit: int, index: int, verdict: Verdict | str, words: str = "") -> Said:
        said = Review(audit=audit, index=index, verdict=Verdict(verdict), words=words)
        return reviewing.say(self._desk(), said)

    def standing(self, audit: int) -> Standing:
        return finding.standing(self._desk(), AskRows(audit=audit))

    def find(self, audit: int, rows: Sequence[int], words: str, *, detector: str = "") -> Finding:
        said = RaiseFinding(audit=audit, rows=[*rows], words=words, detector=detector)
        return finding.raise_finding(self._desk(), said)

    def decide(self, number: int, outcome: Outcome | str, words: str) -> Finding:
        return finding.decide(self._desk(), Decide(finding=number, outcome=Outcome(outcome), words=words))

    def queue(self, start: datetime, end: datetime) -> Queue:
        return queue(self._desk(), AskQueue(start=start, end=end))

    def report(self, audit: int) -> SealedReport:
        return sealed_report(self._desk(), AskReport(audit=audit))

    def _desk(self) -> leading.AuditDesk:
        return self.house.desk(self.caller)


@dataclass
class Client:
    """A signed-in person."""

    audits: Desk

    def me(self) -> Me:
        caller = self.audits.caller
        return me(username=caller.username, roles=[role.value for role in caller.roles])

    def current_purpose(self) -> PurposeDeclared | None:
        return None
