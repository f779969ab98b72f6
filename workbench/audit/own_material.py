"""The records of our own log as the material of an audit (464.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workbench.accesslog.record import Record
from workbench.audit.desk import AuditDesk
from workbench.audit.detectors.every import EVERY, flags, idle
from workbench.audit.detectors.watch_list import words_of
from workbench.audit.figures import Figures, figures
from workbench.audit.log_reading import entry
from workbench.audit.material import Pointed
from workbench.audit.own_rows import looked_at
from workbench.audit.period import checkpoint_at, leaves_of
from workbench.audit.sampling.leaf import Leaf
from workbench.wire.audits import Audit
from workbench.wire.log import LogEntry


@dataclass(frozen=True, slots=True)
class OwnMaterial:
    """Those of the audit's period."""

    desk: AuditDesk
    audit: Audit

    @property
    def _first(self) -> int:
        return self.desk.reader.stood(self.audit.begin)

    def same(self) -> bool:
        """Whether the log's first records lead to the root that was announced."""
        return checkpoint_at(self.desk.notary, self.audit.size) == self.audit.checkpoint

    def leaves(self) -> list[Leaf]:
        """As they stand in clear."""
        return leaves_of(self.desk.reader, self.audit.begin, self.audit.size)

    def watched(self) -> set[int]:
        """By plates and by patterns."""
        ground = self.desk.ground()
        rows = looked_at(self.desk.reader, self._first, self.audit.size)
        return {row.index for row in rows if words_of(row, ground)}

    def entries(self, indexes: Sequence[int]) -> list[LogEntry]:
        """As the page of the log shows them."""
        return [entry(record, self.desk.zone) for record in records_of(self.desk, indexes)]

    def seen(self, wanted: Collection[int]) -> dict[int, int]:
        """From the clear words of the results."""
        found = dict[int, int]()
        for clear in self.desk.reader.in_clear(self._first, self.desk.gate.records()):
            if clear.get("intent") in wanted and isinstance(clear.get("count"), int):
                found[clear["intent"]] = clear["count"]
        return found

    def figures(self) -> Figures:
        """Counted from the records in clear."""
        clear = self.desk.reader.in_clear(self._first, self.audit.size)
        return figures(clear, self.audit.begin, self.audit.until, self.desk.zone)

    def pointed(self) -> Pointed:
        """Of the audit's rows, and of the sign-ins between them."""
        rows, ground = looked_at(self.desk.reader, self._first, self.audit.size, sign_ins=True), self.desk.ground()
        raised = Counter(flag.detector for flag in flags(rows, ground))
        without = tuple(each.name for each in idle(rows, ground))
        return Pointed(Counter({each.name: raised[each.name] for each in EVERY}), without)


def records_of(desk: AuditDesk, indexes: Sequence[int]) -> list[Record]:
    """These records, in their order."""
    return [record for index in indexes for record in desk.reader.between(index, index + 1)]
