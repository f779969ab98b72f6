"""What detectors say, without a widget (464.6, 464.7.1(b)-(c)): each week and for an audit, apart from its estimate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import polars as pl
import traitlets as t

from workbench.ui.audit.asking import Asking
from workbench.ui.audit_port import Auditing
from workbench.ui.search.window import to_utc, window_back, window_problem
from workbench.ui.words import listed, plural
from workbench.wire.audits import Audit, Flagged, Queue, State

WEEK = 7 * 24 * 60
"""Minutes."""
LEAST = 15
_SCHEMA = {
    "at": pl.Int64(),
    "detector": pl.String(),
    "section": pl.String(),
    "user": pl.String(),
    "reason": pl.String(),
    "rows": pl.Int64(),
}
_ROWS = {
    "index": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "user": pl.String(),
    "asked": pl.String(),
    "case_number": pl.String(),
    "category": pl.String(),
    "narrative": pl.String(),
    "outcome": pl.String(),
}


class TriageModel(Asking):
    """A window, what the rules say of it, and the flag that is looked at (its place in the queue, as text)."""

    start = t.Instance(datetime, allow_none=True)
    end = t.Instance(datetime, allow_none=True)
    queue = t.Instance(Queue, allow_none=True)
    chosen = t.Unicode()
    words = t.Unicode()
    audit = t.Instance(Audit, allow_none=True)

    def __init__(self, desk: Auditing, zone: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__()
        self._desk, self.zone = desk, zone
        self.start, self.end = window_back(now(), WEEK, zone)

    async def look(self) -> None:
        """Ask the detectors."""
        start, end = to_utc(self.start, self.zone), to_utc(self.end, self.zone)
        if start is None or end is None:
            self.lacking("Give the window that the detectors look at.")
            return
        if problem := window_problem(self.start, self.end) if self.start and self.end else "":
            self.lacking(problem)
            return
        if (found := await self.ask(partial(self._desk.queue, start, end), "Looking …")) is not None:
            self.chosen, self.queue = "", found
            none = found.looked_at and found.idle
            idle = f" Without anything to look at: {listed(found.idle)}." if none else ""
            looked = plural(found.looked_at, "row")
            self.status = f"{plural(len(found.flags), 'flag')} in {looked}. This look is record {found.record}.{idle}"

    def flag(self) -> Flagged | None:
        """The one that is looked at."""
        flags = self.queue.flags if self.queue else []
        return flags[int(self.chosen)] if self.chosen and int(self.chosen) < len(flags) else None

    async def raise_finding(self) -> None:
        """Put the flag's rows before the administrator, in the chosen audit."""
        flag, words, audit = self.flag(), self.words.strip(), self.audit
        if audit is None or audit.state is not State.OPEN:
            self.lacking("Choose an open audit under “Quarters” first: findings belong to one.")
            return
        if flag is None or len(words) < LEAST:
            self.lacking(f"Choose a flag, and say what you found in {LEAST} characters at least.")
            return
        call = partial(self._desk.find, audit.audit, flag.rows, words, detector=flag.detector)
        if (made := await self.ask(call)) is not None:
            self.words = ""
            self.status = f"Finding {made.finding} is raised in audit {audit.audit}, under record {made.record}."

    def table(self) -> pl.DataFrame:
        """The flags as the table shows them."""
        flags = self.queue.flags if self.queue else []
        rows = [
            {**flag.model_dump(include={"detector", "section", "user", "reason"}), "at": at, "rows": len(flag.rows)}
            for at, flag in enumerate(flags)
        ]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def entries(self) -> pl.DataFrame:
        """The rows of the flag that is looked at."""
        flag = self.flag()
        rows = [entry.model_dump(include=set(_ROWS)) for entry in flag.entries] if flag else []
        return pl.DataFrame(rows, schema=_ROWS)
