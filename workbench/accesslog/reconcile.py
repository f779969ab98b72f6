"""Holding the log against what was done (464.5, 464.6): its leaves, the reads that the store served, the events.

Every read of the store rests on an admission, every admission to something that is answered has an answer, every
answer an admission, every leaf one event, and no event stands without a leaf.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workbench.accesslog.events import told
from workbench.accesslog.events.actions import deed_of
from workbench.accesslog.events.finding import COUNTED
from workbench.accesslog.events.follow import AT_ONCE, Between
from workbench.accesslog.events.kept import Kept
from workbench.accesslog.record import Kind, Record

GRACE = timedelta(hours=1)
"""How long an admission may wait for its answer before that counts as missing."""
MOST_OPEN = 10_000
"""Admissions that may wait for their answer beyond a reconciliation; more count as unanswered."""
START = "custodian.start"
_COMPARED = ("leaves", "intents", "results", "reads", "events")


@dataclass
class Findings:
    """What was compared, and how often something differs; ``open`` are admissions that may still be answered."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COMPARED, 0))
    differences: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    open: list[int] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether anything is not as it should be."""
        return any(self.differences.values())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is kept of an admission while it is looked for."""

    index: int
    time: datetime
    user: str
    action: str
    realm: str

    @classmethod
    def of(cls, record: Record) -> _Asked:
        return cls(record.index, record.time, record.user, record.action, str(record.body.get("realm", "")))


class Reconciliation:
    """Compares the records from ``begin`` to before ``end``; ``open`` are admissions of before that."""

    def __init__(self, between: Between, begin: int, end: int, open_before: Collection[int] = ()) -> None:
        self._between = between
        self._begin, self._end = begin, end
        self._times = array("q")
        self._intents: dict[int, _Asked] = {}
        self._open: dict[int, _Asked] = {}
        self._released: set[int] = set()
        self.found = Findings()
        for index in open_before:
            if (intent := self._intent(index)) is not None:
                self._open[index] = intent

    def leaves(self, now: datetime) -> None:
        """Read the records, and pair admissions and answers."""
        for begin in range(self._begin, self._end, AT_ONCE):
            for record in self._between(begin, min(self._end, begin + AT_ONCE)):
                self._times.append(round(record.time.timestamp() * 1000))
                self._pair(record)
        self.found.counts["leaves"] = len(self._times)
        late = [index for index, intent in self._open.items() if now - intent.time > GRACE]
        self._give_up([*late, *sorted(self._open.keys() - set(late))[MOST_OPEN:]])
        self.found.open = sorted(self._open)

    def reads(self, realm: str, indexes: Iterable[int]) -> None:
        """Hold the calls that a store counted, by the records named in their receipts, against the admissions."""
        for index in indexes:
            self.found.counts["reads"] += 1
            intent = self._intent(index)
            if intent is None or intent.realm != realm:
                self.found.differences["reads_without_intent"] += 1

    def events(self, kept: Iterable[Kept], size: int) -> None:
        """Hold the events against the leaves; ``size`` is how many records stood after the events were written."""
        times_told = bytearray(self._end - self._begin)
        for event in kept:
            index = event.index
            if index >= size:
                self.found.differences["events_without_leaf"] += 1
            if not self._begin <= index < self._end:
                continue
            self.found.counts["events"] += 1
            at = index - self._begin
            times_told[at] = min(2, times_told[at] + 1)
            if at >= len(self._times) or self._times[at] != event.time:
                self.found.differences["events_altered"] += 1
        self.found.differences["leaves_without_event"] += times_told.count(0)
        self.found.differences["leaves_with_several_events"] += times_told.count(2)

    def missing(self, name: str, number: int) -> None:
        """Add what was counted elsewhere."""
        self.found.differences[name] += max(0, number)

    def _pair(self, record: Record) -> None:
        match record.kind:
            case Kind.INTENT:
                self.found.counts["intents"] += 1
                self._intents[record.index] = _Asked.of(record)
                if deed_of(record.action, record.kind).answered:
                    self._open[record.index] = self._intents[record.index]
            case Kind.RESULT:
                self.found.counts["results"] += 1
                self._answer(record)
            case Kind.EVENT if record.action == START:
                self._give_up(list(self._open))  # nobody is left who could answer
            case _:
                pass

    def _answer(self, result: Record) -> None:
        index = told.number(result, "intent")
        intent = None if index is None or index >= result.index else self._intent(index)
        if intent is None or (intent.user, intent.action) != (result.user, result.action):
            self.found.differences["results_without_intent"] += 1
            return
        self._open.pop(intent.index, None)
        if told.outcome(result) != "released":
            return
        if intent.index in self._released:
            self.found.differences["intents_released_twice"] += 1
        self._released.add(intent.index)

    def _give_up(self, unanswered: Iterable[int]) -> None:
        for index in unanswered:
            del self._open[index]
            self.found.differences["intents_without_answer"] += 1

    def _intent(self, index: int) -> _Asked | None:
        """The admission under this index; None when there is none."""
        if index in self._intents:
            return self._intents[index]
        if self._begin <= index < self._end and len(self._times) == self._end - self._begin:
            return None  # it was read already
        found = self._between(index, index + 1) if index < self._end else ()
        return next((_Asked.of(record) for record in found if record.kind is Kind.INTENT), None)


def body(found: Findings, begin: int, end: int, served: Mapping[str, int]) -> dict[str, Any]:
    """What the record of a reconciliation holds; the next one goes on from it."""
    return {
        "from": begin,
        "to": end,
        "served": dict(served),
        "counts": found.counts,
        "differences": found.differences,
        "differs": found.differs,
        "open": found.open,
    }
