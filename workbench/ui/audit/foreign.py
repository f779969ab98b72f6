"""Another system's log without a widget (464.6): read here, flagged by the same rules, handed in for an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.audit.detectors.every import flags, idle
from workbench.audit.foreign.log import ForeignLog, read
from workbench.audit.report.parts import Chart
from workbench.audit.row import Flag, Ground, Row
from workbench.ui.audit.asking import Asking
from workbench.ui.audit.quarters import LEAST, tomorrow
from workbench.ui.audit_port import Auditing
from workbench.ui.search.window import to_utc
from workbench.ui.words import listed, local, plural
from workbench.wire.audits import MOST_ROWS, Audit, State

_FLAGS = {"at": pl.Int64(), "detector": pl.String(), "user": pl.String(), "reason": pl.String(), "rows": pl.Int64()}
_ROWS = {
    "index": pl.Int64(),
    "time": pl.Datetime("us", "UTC"),
    "user": pl.String(),
    "plate": pl.String(),
    "case": pl.String(),
    "category": pl.String(),
    "reason": pl.String(),
}


class ForeignModel(Asking):
    """The file, what the rules say of it, and the audit that it is handed in for; ``audit`` is the chosen one."""

    log = t.Instance(ForeignLog, allow_none=True)
    flags: t.List[Flag] = t.List()
    idle: t.List[str] = t.List()
    chosen = t.Unicode()
    """The place of the flag that is looked at, as text."""
    source = t.Unicode()
    drawn_at = t.Instance(datetime, allow_none=True)
    announced = t.Instance(Audit, allow_none=True)
    audit = t.Instance(Audit, allow_none=True)
    words = t.Unicode()

    def __init__(
        self, desk: Auditing, zone: str, *, leads: bool, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__()
        self._desk, self.zone, self.leads = desk, zone, leads
        self._file = Path()
        self.drawn_at = tomorrow(now(), zone)

    async def load(self, name: str, file: Path) -> None:
        """Read the file and ask the rules; nothing of it leaves this notebook until it is handed in."""
        self.log, self.flags, self.chosen, self._file = None, [], "", file
        if (found := await self.ask(lambda: self._read(name, file), "Reading …")) is None:
            return
        log, raised, without = found
        self.flags, self.idle = raised, without
        self.log = log
        self.status = f"{plural(len(log.rows), 'row')} read, {plural(len(raised), 'flag')}."

    def _read(self, name: str, file: Path) -> tuple[ForeignLog, list[Flag], list[str]]:
        log, ground = read(name, file.read_bytes(), self.zone), Ground(self.zone)
        return log, flags(log.rows, ground), [each.name for each in idle(log.rows, ground)]

    async def announce(self) -> None:
        """Hand the file in, and name the public value that will draw its sample."""
        log, source, at = self.log, self.source.strip(), to_utc(self.drawn_at, self.zone)
        if log is None or at is None or len(source) < LEAST:
            self.lacking(
                f"Choose a file, and say which public value will draw its sample, in {LEAST} characters at least."
            )
            return
        call = partial(self._desk.announce_foreign, self._file, source, at, name=log.name)
        if (made := await self.ask(call, "Announcing …")) is not None:
            self.source = ""
            self.announced = made
            self.status = f"Audit {made.audit} of {made.of} is announced, under record {made.record}."

    async def raise_finding(self) -> None:
        """Put the chosen flag's rows before the administrator, in the audit of this file."""
        log, audit, words = self.log, self.audit, self.words.strip()
        if log is None or audit is None or audit.state is not State.OPEN or audit.checkpoint.strip() != log.sha256:
            self.lacking("Choose the open audit of this file under “Quarters” first: findings belong to one.")
            return
        if not self.chosen or len(words) < LEAST:
            self.lacking(f"Choose a flag, and say what you found in {LEAST} characters at least.")
            return
        flag = self.flags[int(self.chosen)]
        call = partial(self._desk.find, audit.audit, flag.rows[:MOST_ROWS], words, detector=flag.detector)
        if (made := await self.ask(call)) is not None:
            self.words = ""
            self.status = f"Finding {made.finding} is raised in audit {audit.audit}, under record {made.record}."

    def facts(self) -> dict[str, str]:
        """What the file is, by name."""
        if (log := self.log) is None:
            return {}
        first, last = log.span or (None, None)
        return {
            "File": log.name,
            "SHA-256": log.sha256,
            "Rows": f"{len(log.rows):,}",
            "From": f"{local(first, self.zone)} to {local(last, self.zone)}" if first and last else "",
            "Put up with": " ".join(log.told),
            "Rules without anything to look at": listed(self.idle),
        }

    def charts(self) -> list[Chart]:
        """Searches by the hour of the day, and what is wrong with reasons."""
        if (log := self.log) is None or not log.rows:
            return []
        zone = ZoneInfo(self.zone)
        hours = Counter(row.time.astimezone(zone).hour for row in log.rows)
        told = Counter(row.reason.strip().casefold() or "(none)" for row in log.rows)
        return [
            Chart("Searches by hour of the day", tuple((f"{hour:02d}", hours[hour]) for hour in range(24))),
            Chart("Most frequent reasons", tuple((why[:48], n) for why, n in told.most_common(8)), upright=False),
        ]

    def table(self) -> pl.DataFrame:
        """The flags as the table shows them."""
        rows = [
            {"at": at, "detector": flag.detector, "user": flag.user, "reason": flag.reason, "rows": len(flag.rows)}
            for at, flag in enumerate(self.flags)
        ]
        return pl.DataFrame(rows, schema=_FLAGS)

    def rows(self) -> pl.DataFrame:
        """The rows of the flag that is looked at."""
        if self.log is None or not self.chosen:
            return pl.DataFrame(schema=_ROWS)
        wanted = set(self.flags[int(self.chosen)].rows)
        return pl.DataFrame([_cells(row) for row in self.log.rows if row.index in wanted], schema=_ROWS)


def _cells(row: Row) -> dict[str, object]:
    plate = row.plate or (row.pattern.text if row.pattern else "")
    return {**{name: getattr(row, name) for name in _ROWS}, "plate": plate}
