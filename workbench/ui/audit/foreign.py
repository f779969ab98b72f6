"""Another system's log without a widget (464.6): read here, flagged by the same rules, sampled by a public value."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import traitlets as t

from workbench.audit.detectors.every import flags, idle
from workbench.audit.foreign.log import ForeignLog, read
from workbench.audit.foreign.sample import drawn
from workbench.audit.report.content import Chart
from workbench.audit.row import Flag, Ground, Row
from workbench.ui.audit.asking import Asking
from workbench.ui.words import listed, local, plural

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
    """The file, what the rules say of it, and which of its rows a public value draws."""

    log = t.Instance(ForeignLog, allow_none=True)
    flags: t.List[Flag] = t.List()
    idle: t.List[str] = t.List()
    chosen = t.Unicode()
    """The place of the flag that is looked at, as text; empty for the sample."""
    value = t.Unicode()
    sample: t.List[int] = t.List()

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = zone

    async def load(self, name: str, file: Path) -> None:
        """Read the file and ask the rules; nothing of it leaves this notebook."""
        self.log, self.flags, self.sample, self.chosen = None, [], [], ""
        if (found := await self.ask(lambda: self._read(name, file), "Reading …")) is None:
            return
        log, raised, without = found
        self.flags, self.idle = raised, without
        self.log = log
        self.status = f"{plural(len(log.rows), 'row')} read, {plural(len(raised), 'flag')}."

    def _read(self, name: str, file: Path) -> tuple[ForeignLog, list[Flag], list[str]]:
        log, ground = read(name, file.read_bytes(), self.zone), Ground(self.zone)
        return log, flags(log.rows, ground), [each.name for each in idle(log.rows, ground)]

    def draw(self) -> None:
        """Draw rows to be looked at, by the public value that is typed."""
        if self.log is None or not self.value.strip():
            self.lacking("Choose a file, and type a public value that came out after it was exported.")
            return
        self.trouble = None
        self.chosen, self.sample = "", drawn(self.log, self.value)
        rows = plural(len(self.sample), "row")
        enough = "enough to rule out that more than 1 in 100 is misuse, if none of them is"
        self.status = f"{rows} of {len(self.log.rows):,} drawn: {enough}."

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
        """The rows of the flag that is looked at, or of the sample."""
        if self.log is None:
            return pl.DataFrame(schema=_ROWS)
        wanted = set(self.flags[int(self.chosen)].rows) if self.chosen else set(self.sample)
        return pl.DataFrame([_cells(row) for row in self.log.rows if row.index in wanted], schema=_ROWS)


def _cells(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in _ROWS}
