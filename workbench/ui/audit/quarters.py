"""All audits without a widget (464.6): which there are, which quarters are due, announcing one and drawing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.policy.quarters import Quarter
from workbench.ui.audit.asking import Asking
from workbench.ui.audit_port import Auditing
from workbench.ui.search.window import to_utc
from workbench.ui.words import listed, plural
from workbench.wire.audits import Audit, Due, State

LEAST = 15
"""Characters of the words that name a public value, as the custodian asks for them."""
_NAMED = 3
_SCHEMA = {
    "audit": pl.Int64(),
    "quarter": pl.String(),
    "state": pl.String(),
    "interim": pl.Boolean(),
    "population": pl.Int64(),
    "rows": pl.Int64(),
    "reviewed": pl.Int64(),
    "left": pl.Int64(),
    "announced_by": pl.String(),
    "sealed_by": pl.String(),
}


class QuartersModel(Asking):
    """All audits; ``chosen`` is the number of the one that the other tabs are about, as text."""

    audits: t.List[Audit] = t.List()
    due: t.List[Due] = t.List()
    chosen = t.Unicode()
    quarter = t.Unicode()
    source = t.Unicode()
    drawn_at = t.Instance(datetime, allow_none=True)
    allowed = t.Int(0)
    value = t.Unicode()

    def __init__(
        self, desk: Auditing, zone: str, *, leads: bool, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__()
        self._desk, self.zone, self.leads, self._now = desk, zone, leads, now
        self.drawn_at = tomorrow(now(), zone)

    async def refresh(self, done: str = "") -> None:
        """Ask for all of them; ``done`` is told before what stands."""
        if (found := await self.ask(self._desk.list)) is None:
            return
        first = not self.audits and not self.due
        self.due, self.audits = found.due, found.audits
        if first and not self.quarter:
            self.quarter = self.due[0].quarter if self.due else Quarter.at(self._now(), self.zone).name
        self.status = f"{done} {self.said()}".strip()

    def audit(self) -> Audit | None:
        """The chosen one."""
        return next((each for each in self.audits if str(each.audit) == self.chosen), None)

    def said(self) -> str:
        """What is due, in words."""
        overdue = [each.quarter for each in self.due if each.overdue]
        if overdue:
            some = overdue if len(overdue) <= _NAMED else [overdue[0], f"{len(overdue) - 1} more"]
            return f"Overdue: {listed(some)}."
        if self.due:
            return f"Waiting for an audit: {listed([f'{each.quarter} until {each.by}' for each in self.due])}."
        return "No quarter waits for its audit."

    async def announce(self) -> None:
        """Name the public value that will draw the sample."""
        source, at = self.source.strip(), to_utc(self.drawn_at, self.zone)
        if at is None or len(source) < LEAST:
            self.lacking(f"Say which public value will draw the sample, in {LEAST} characters at least, and when.")
            return
        call = lambda: self._desk.announce(self.quarter, source, at, allowed=self.allowed)  # noqa: E731
        if (made := await self.ask(call, "Announcing …")) is not None:
            self.source = ""
            await self.refresh(f"Audit {made.audit} of {made.of} is announced, under record {made.record}.")
            self.chosen = str(made.audit)

    async def draw(self) -> None:
        """Draw the chosen audit's sample with the value that came out."""
        audit, value = self.audit(), self.value.strip()
        if audit is None or not value:
            self.lacking("Choose an audit, and type the value as it came out.")
            return
        if (made := await self.ask(lambda: self._desk.draw(audit.audit, value), "Drawing the sample …")) is not None:
            self.value = ""
            rows = plural(made.rows, "row")
            await self.refresh(f"{rows} of {made.population:,} were drawn, under record {made.drawn_record}.")

    def table(self) -> pl.DataFrame:
        """The audits as the table shows them."""
        rows = [
            {**each.model_dump(include=set(_SCHEMA)), "quarter": each.file_name or each.quarter} for each in self.audits
        ]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def waits(self) -> bool:
        """Whether the chosen one waits for its value."""
        audit = self.audit()
        return audit is not None and audit.state is State.ANNOUNCED


def tomorrow(now: datetime, zone: str) -> datetime:
    """The same time of the next day on the agency's clock, without its zone: when a value may be out."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) + timedelta(days=1)
