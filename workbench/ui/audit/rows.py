"""Reviewing the rows of a sample without a widget (464.6): what was asked, seen and why; one's own word, by keys."""

from __future__ import annotations

from functools import partial

import polars as pl
import traitlets as t

from workbench.ui.audit.asking import Asking
from workbench.ui.audit_port import Auditing
from workbench.wire.audits import Audit, AuditRow, Said, State, Verdict

KEYS = {"c": Verdict.IN_ORDER, "u": Verdict.UNCLEAR, "m": Verdict.MISUSE}
"""What each key on a row says."""
LEAST = 15
_SCHEMA = {
    "index": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "user": pl.String(),
    "stratum": pl.String(),
    "asked": pl.String(),
    "seen": pl.Int64(),
    "case_number": pl.String(),
    "category": pl.String(),
    "narrative": pl.String(),
    "outcome": pl.String(),
    "mine": pl.String(),
    "others": pl.String(),
    "waits": pl.Boolean(),
}


class RowsModel(Asking):
    """The rows of one audit; ``chosen`` is the index of the one that is looked at, as text."""

    audit = t.Instance(Audit, allow_none=True)
    rows: t.List[AuditRow] = t.List()
    record = t.Int(-1)
    receipt = t.Unicode()
    chosen = t.Unicode()
    words = t.Unicode()
    only_mine = t.Bool(True)
    """Whether rows that wait for no word of this person are left out."""

    def __init__(self, desk: Auditing, zone: str) -> None:
        super().__init__()
        self._desk, self.zone = desk, zone

    async def load(self, audit: Audit | None) -> None:
        """The rows of this audit, once its sample is drawn."""
        if audit is None or audit.state is State.ANNOUNCED:
            self.audit, self.rows, self.chosen = audit, [], ""
            self.status = "" if audit is None else "Its sample is not drawn yet."
            return
        if (found := await self.ask(lambda: self._desk.rows(audit.audit), "Reading the rows …")) is None:
            return
        self.audit, self.record, self.receipt = found.audit, found.record, found.receipt
        self.rows = found.rows
        self.status = self.said()

    def said(self) -> str:
        """How many wait for a word of this person, and the record of the look."""
        left = sum(self.waits(row) for row in self.rows)
        wait = "row waits" if left == 1 else "rows wait"
        return f"{left or 'No'} {wait} for your word. This look is record {self.record}."

    def waits(self, row: AuditRow) -> bool:
        """Whether this person has not spoken of the row and may."""
        return row.mine is None and not row.why_not and self.audit is not None and self.audit.state is State.OPEN

    def row(self) -> AuditRow | None:
        """The one that is looked at."""
        return next((row for row in self.rows if str(row.index) == self.chosen), None)

    async def say(self, verdict: Verdict, index: str = "") -> None:
        """Say what the row is, and go on to the next that waits."""
        self.chosen = index or self.chosen
        row, audit, words = self.row(), self.audit, self.words.strip()
        if row is None or audit is None:
            self.lacking("Choose a row first.")
            return
        if row.why_not:
            self.lacking(row.why_not)
            return
        if verdict is not Verdict.IN_ORDER and len(words) < LEAST:
            self.lacking(f"Write what is not in order first, in {LEAST} characters at least.")
            return
        call = partial(self._desk.review, audit.audit, row.index, verdict, words)
        if (said := await self.ask(call, "Recording …")) is None:
            return
        self.words = ""
        self._kept(row, said)

    def _kept(self, row: AuditRow, said: Said) -> None:
        """Show the word, and go to the next row that waits, round to the first."""
        spoken = row.words + (row.mine is None)
        changed = row.model_copy(update={"mine": said, "words": spoken})
        at = self.rows.index(row)
        after = [*self.rows[at + 1 :], *self.rows[:at]]
        self.rows = [changed if each.index == row.index else each for each in self.rows]
        following = next((each for each in after if self.waits(each)), None)
        self.chosen = str(following.index) if following else ""
        self.status = f"Record {said.record}: row {row.index} is {said.verdict.value}. {self.said()}"

    def table(self) -> pl.DataFrame:
        """The rows as the table shows them."""
        shown = [row for row in self.rows if self.waits(row) or not self.only_mine]
        return pl.DataFrame([self._cells(row) for row in shown], schema=_SCHEMA)

    def _cells(self, row: AuditRow) -> dict[str, object]:
        entry = row.entry.model_dump(
            include={"time", "user", "asked", "case_number", "category", "narrative", "outcome"}
        )
        others = [f"{each.by}: {each.verdict.value}" for each in row.said if row.mine is None or each.by != row.mine.by]
        return {
            **entry,
            "index": row.index,
            "stratum": row.stratum,
            "seen": row.seen,
            "mine": row.mine.verdict.value if row.mine else "",
            "others": ", ".join(others) or _spoken(row),
            "waits": self.waits(row),
        }


def _spoken(row: AuditRow) -> str:
    others = row.words - (row.mine is not None)
    return "has spoken" if others == 1 else ("have spoken" if others else "")
