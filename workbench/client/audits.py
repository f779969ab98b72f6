"""Audits of the access log (464.6, 464.10(c)); for administrators and auditors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from workbench.client import context, released
from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.errors import PurposeRequired
from workbench.wire.audits import (
    Announce,
    AnnounceForeign,
    AskQueue,
    AskReport,
    AskRows,
    Audit,
    AuditAct,
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
from workbench.wire.base import Message
from workbench.wire.packed import packed

A = TypeVar("A", bound=Message)


class AuditCalls(Calls):
    """``client.audits``. Each call but ``list`` rests on the purpose declared last."""

    def list(self) -> Audits:
        """All audits, the newest first, and the quarters that wait for one."""
        return self._transport.ask("GET", "/v1/audits", Audits)

    def announce(self, quarter: str, source: str, drawn_at: When, *, allowed: int = 0) -> Audit:
        """Begin the audit of a quarter such as 2026-Q3, naming the public value that will draw its sample.

            client.audits.announce("2026-Q3", "The state lottery's draw of 14 October", "2026-10-14T19:57-07:00")

        Raises ``BadInput`` for a value that is known already. A quarter that is not over gets an interim audit.
        """
        said = {"quarter": quarter, "source": source, "drawn_at": moment(drawn_at, "drawn_at"), "allowed": allowed}
        return self._say("/v1/audits/announce", Audit, Announce, said)

    def announce_foreign(
        self, file: Path | str, source: str, drawn_at: When, *, name: str = "", allowed: int = 0
    ) -> Audit:
        """Begin the audit of another system's log (CSV), whose rows are drawn, reviewed and decided like our own.

            value = "The state lottery's draw of 14 November"
            client.audits.announce_foreign("october.csv", value, "2026-11-14T19:57-08:00")

        The file stays with the audit. Raises ``BadInput`` for one that can't be read or has an audit already.
        """
        held = Path(file)
        said = {
            "name": name or held.name,
            "file": packed(held.read_bytes()),
            "source": source,
            "drawn_at": moment(drawn_at, "drawn_at"),
            "allowed": allowed,
        }
        return self._say("/v1/audits/announce-foreign", Audit, AnnounceForeign, said)

    def draw(self, audit: int, value: str) -> Audit:
        """Draw the sample with the value as it came out; anybody can draw it again from the exported log."""
        return self._say("/v1/audits/draw", Audit, Draw, {"audit": audit, "value": value})

    def rows(self, audit: int) -> AuditRows:
        """The rows of an audit: what was asked, seen and why; others' words once two persons have spoken."""
        found = self._say("/v1/audits/rows", AuditRows, AskRows, {"audit": audit})
        released.note(found.record, receipt=found.receipt)
        return found

    def review(self, audit: int, index: int, verdict: Verdict | str, words: str = "") -> Said:
        """Say what a row is: "in order", "unclear" or "misuse", the latter two with words."""
        said = {"audit": audit, "index": index, "verdict": verdict, "words": words}
        return self._say("/v1/audits/review", Said, Review, said)

    def standing(self, audit: int) -> Standing:
        """Findings, agreement and estimate of an audit, and what its report waits for."""
        return self._say("/v1/audits/standing", Standing, AskRows, {"audit": audit})

    def find(self, audit: int, rows: Sequence[int], words: str, *, detector: str = "") -> Finding:
        """Put rows before the administrator, and why."""
        said = {"audit": audit, "rows": [*rows], "words": words, "detector": detector}
        return self._say("/v1/audits/findings", Finding, RaiseFinding, said)

    def decide(self, finding: int, outcome: Outcome | str, words: str) -> Finding:
        """Decide a finding. Raises ``AssentRequired`` with the page on which another person approves it; ask again."""
        said = {"finding": finding, "outcome": outcome, "words": words}
        return self._say("/v1/audits/findings/decide", Finding, Decide, said)

    def queue(self, start: When, end: When) -> Queue:
        """What the detectors say of a window of 100 days at most."""
        said = {"start": moment(start, "start"), "end": moment(end, "end")}
        found = self._say("/v1/audits/queue", Queue, AskQueue, said)
        released.note(found.record, receipt=found.receipt)
        return found

    def report(self, audit: int) -> SealedReport:
        """Seal the report once nothing waits, or have the sealed one again: PDF, page, and a signed note of both."""
        made = self._say("/v1/audits/report", SealedReport, AskReport, {"audit": audit})
        released.note(made.record, made.result_record, receipt=made.receipt)
        return made

    def _about(self) -> dict[str, Any]:
        stands = self._purposes.current
        return {"context": context.current(), "purpose_id": stands.purpose_id if stands else ""}

    def _say(self, path: str, answer: type[A], message: type[AuditAct], said: dict[str, Any]) -> A:
        about = self._about()
        try:
            return self._transport.ask("POST", path, answer, build(message, {**about, **said}), timeout=LONG)
        except PurposeRequired:
            self._purposes.replace(about["purpose_id"], None)
            raise
