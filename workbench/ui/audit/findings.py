"""Findings, agreement, estimate and report without a widget (464.6): raised, decided with four eyes, sealed."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import partial

import polars as pl
import traitlets as t

from workbench.ui.audit.asking import Asking
from workbench.ui.audit_port import Auditing
from workbench.ui.words import plural
from workbench.wire.audits import Audit, Finding, Outcome, SealedReport, Standing, State

LEAST = 15
_SCHEMA = {
    "finding": pl.Int64(),
    "rows": pl.String(),
    "users": pl.String(),
    "words": pl.String(),
    "raised_by": pl.String(),
    "outcome": pl.String(),
    "decided_by": pl.String(),
    "approved_by": pl.String(),
}


class FindingsModel(Asking):
    """How one audit stands; ``chosen`` is a finding's number, ``row`` a row that no finding names yet, as texts."""

    audit = t.Instance(Audit, allow_none=True)
    standing = t.Instance(Standing, allow_none=True)
    chosen = t.Unicode()
    row = t.Unicode()
    words = t.Unicode()
    outcome = t.Unicode(Outcome.MISUSE.value)
    why = t.Unicode()
    report = t.Instance(SealedReport, allow_none=True)

    def __init__(self, desk: Auditing, zone: str, *, leads: bool) -> None:
        super().__init__()
        self._desk, self.zone, self.leads = desk, zone, leads

    async def load(self, audit: Audit | None, done: str = "") -> None:
        """How this audit stands, once its sample is drawn."""
        if audit is None or audit.state is State.ANNOUNCED:
            self.audit, self.standing = audit, None
            return
        if (found := await self.ask(lambda: self._desk.standing(audit.audit))) is None:
            return
        self.audit, self.standing = found.audit, found
        self.row = str(found.open_rows[0]) if found.open_rows else ""
        self.status = f"{done} {self.said()}".strip()

    def said(self) -> str:
        """What the report waits for."""
        if self.standing is None:
            return ""
        if self.standing.audit.state is State.SEALED:
            return f"Sealed by {self.standing.audit.sealed_by} as record {self.standing.audit.sealed_record}."
        waits = self.standing.waits
        return f"The report waits: {'; '.join(waits)}." if waits else "Nothing waits: the report can be sealed."

    async def raise_finding(self) -> None:
        """Put the row before the administrator."""
        words, audit = self.words.strip(), self.audit
        if audit is None or not self.row or len(words) < LEAST:
            self.lacking(f"Choose a row that is not in order, and say why in {LEAST} characters at least.")
            return
        made = await self.ask(partial(self._desk.find, audit.audit, [int(self.row)], words))
        if made is not None:
            self.words = ""
            await self.load(audit, f"Finding {made.finding} is raised, under record {made.record}.")
            self.chosen = str(made.finding)

    def finding(self) -> Finding | None:
        """The chosen one."""
        found = self.standing.findings if self.standing else []
        return next((each for each in found if str(each.finding) == self.chosen), None)

    async def decide(self) -> None:
        """Decide the chosen finding; until somebody else approved it, the question stands on the signed-in page."""
        finding, why = self.finding(), self.why.strip()
        if finding is None or len(why) < LEAST:
            self.lacking(f"Choose a finding, and say why in {LEAST} characters at least.")
            return
        if (made := await self.ask(partial(self._desk.decide, finding.finding, self.outcome, why))) is not None:
            self.why = ""
            await self.load(self.audit, f"Finding {made.finding} is decided and was approved by {made.approved_by}.")

    async def seal(self) -> None:
        """Seal the report, or have the sealed one again."""
        if (audit := self.audit) is None:
            return
        made = await self.ask(lambda: self._desk.report(audit.audit), "Making the report …")
        if made is not None:
            self.report = made
            await self.load(audit, f"The report is sealed as record {made.record}; its files are saved in one archive.")

    def archive(self) -> tuple[str, bytes]:
        """The sealed report as one file: the PDF, the page, and the signed note of both. Empty while there is none."""
        if (made := self.report) is None:
            return "", b""
        files = {"pdf": base64.b64decode(made.pdf), "html": made.html.encode(), "note": made.note.encode()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for ending, data in files.items():
                archive.writestr(zipfile.ZipInfo(f"{made.name}.{ending}"), data)
        return f"{made.name}.zip", packed.getvalue()

    def table(self) -> pl.DataFrame:
        """The findings as the table shows them."""
        found = self.standing.findings if self.standing else []
        rows = [
            {
                **each.model_dump(include=set(_SCHEMA)),
                "rows": ", ".join(map(str, each.rows[:6])) + (" …" if len(each.rows) > 6 else ""),
                "users": ", ".join(each.users),
                "outcome": each.outcome.value if each.outcome else "",
            }
            for each in found
        ]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def facts(self) -> dict[str, str]:
        """Agreement and estimate, by name."""
        if (stood := self.standing) is None:
            return {}
        pairs = [
            f"{each.first} and {each.second}: {each.same} of {plural(each.rows, 'row')} alike"
            + ("" if each.kappa is None else f", kappa {each.kappa:.2f}")
            for each in stood.pairs
        ]
        audit = stood.audit
        share = f" ({stood.most / audit.rest:.1%})" if audit.rest else ""
        far = ", as far as it is decided" if stood.waits else ""
        return {
            "Reviewed by two": f"{audit.reviewed} of {plural(audit.rows, 'row')}",
            "Agreement": "; ".join(pairs) or "nobody has reviewed the same rows yet",
            "Misuse in the random sample": f"{stood.misuse} of {audit.drawn}",
            "With 95 % confidence": f"at most {stood.most:,} of the {audit.rest:,} rows it was drawn from{share}{far}",
        }
