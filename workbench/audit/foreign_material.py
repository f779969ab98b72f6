"""The rows of another system's file as the material of an audit (464.6): drawn, shown and counted like our own.

All of the file is looked at; nothing in it says what was refused or taken out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.audit.desk import AuditDesk
from workbench.audit.detectors.every import EVERY, flags, idle
from workbench.audit.detectors.watch_list import words_of
from workbench.audit.figures import Figures, weeks_of
from workbench.audit.foreign.log import MOST, ForeignLog, read
from workbench.audit.material import Pointed
from workbench.audit.row import Row
from workbench.audit.sampling.leaf import SEARCHES, Leaf
from workbench.errors import Unavailable
from workbench.wire.audits import Audit
from workbench.wire.log import LogEntry
from workbench.wire.packed import unpacked

ACTION = f"{SEARCHES}elsewhere"


@dataclass(frozen=True, slots=True)
class ForeignMaterial:
    """The file that was handed in when the audit was announced."""

    desk: AuditDesk
    audit: Audit

    @property
    def _log(self) -> ForeignLog:
        if (packed := self.desk.registers.audits.file(self.audit.audit)) is None:
            how = "A purge ends it after its time, once the report is sealed: that stays. Otherwise report a breach."
            raise Unavailable("The file of this audit is not there.", how=how, section="464.6")
        return _read(self.audit.file_name, packed, self.desk.zone)

    def same(self) -> bool:
        """Whether the file has the digest that was announced."""
        return text_of(self._log) == self.audit.checkpoint

    def leaves(self) -> list[Leaf]:
        """Each row, as an admitted search."""
        return [Leaf(row.index, row.time, "intent", row.user, ACTION, "live") for row in self._log.rows]

    def watched(self) -> set[int]:
        """By our own watch-list: whoever asked, a watched plate is one elsewhere, too."""
        ground = self.desk.ground()
        return {row.index for row in self._log.rows if words_of(row, ground)}

    def entries(self, indexes: Sequence[int]) -> list[LogEntry]:
        """As the file tells them."""
        rows = {row.index: row for row in self._log.rows}
        return [_entry(rows[index]) for index in indexes if index in rows]

    def seen(self, wanted: Collection[int]) -> dict[int, int]:
        """Where the file tells how much came out."""
        return {row.index: row.seen for row in self._log.rows if row.index in wanted and row.seen is not None}

    def figures(self) -> Figures:
        """Counted from the file's rows."""
        rows, audit = self._log.rows, self.audit
        told = [row.seen for row in rows if row.seen is not None]
        return Figures(
            requests=len(rows),
            admitted=len(rows),
            results=len(told),
            shown=sum(told),
            users=Counter(row.user for row in rows if row.user),
            categories=Counter(row.category or "none" for row in rows),
            weeks=weeks_of(audit.begin, audit.until, self.desk.zone, (row.time for row in rows)),
        )

    def pointed(self) -> Pointed:
        """By the same rules; what the file does not tell leaves some without anything to look at."""
        rows, ground = self._log.rows, self.desk.ground()
        raised = Counter(flag.detector for flag in flags(rows, ground))
        without = tuple(each.name for each in idle(rows, ground))
        return Pointed(Counter({each.name: raised[each.name] for each in EVERY}), without)


def text_of(log: ForeignLog) -> str:
    """What stands for a file where a checkpoint stands for our own log: its SHA-256 in hexadecimal, a line."""
    return f"{log.sha256}\n"


@lru_cache(maxsize=2)
def _read(name: str, packed: bytes, zone: str) -> ForeignLog:
    return read(name, unpacked(packed, MOST), zone)


def _entry(row: Row) -> LogEntry:
    what = row.plate or (row.pattern.text if row.pattern else "")
    return LogEntry(
        index=row.index,
        time=row.time,
        kind="intent",
        user=row.user,
        action=ACTION,
        realm="",
        case_number=row.case,
        category=row.category,
        narrative=row.reason,
        why_this_plate="",
        asked=f"search for {what}" if what else "search, its plate not told",
        outcome="",
        section="",
        count=row.seen,
        intent=None,
        body={},
    )
