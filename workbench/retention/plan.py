"""What a shredding would take away, and what holds keep (464.9): looked at before anybody is asked to approve it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from workbench.accesslog.keyring import Span
from workbench.accesslog.reader import LogReader
from workbench.errors import WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.policy.shredding import decide_old_enough
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.retention import AskPreview, ShredPreview

ACTION = "log.shred"
"""The action whose records are the requests and certificates of shredding."""
SPARED = frozenset({ACTION, "purge.reads"})
"""What was shredded or purged is told for good: these records are never shredded themselves."""
PREVIEW = "log.shred-preview"


class Plan(NamedTuple):
    """The records that would go, and how many of which case are held. Times are UTC, None where nothing would go."""

    spans: list[Span]
    leaves_sha256: str
    oldest: datetime | None
    newest: datetime | None
    held: dict[str, int]

    @property
    def records(self) -> int:
        """How many would go."""
        return sum(end - begin for begin, end in self.spans)


def plan_of(reader: LogReader, registers: Registers, before: datetime) -> Plan:
    """What would go of what is older than ``before``, as the log and the holds stand now."""
    held = {hold.case_number.lower(): hold.case_number for hold in registers.holds.standing()}
    old = reader.older(before, list(held.values()), SPARED)
    spans = _spans(old.indexes)
    digest = hashlib.sha256()
    for leaf in reader.leaf_hashes(spans):
        digest.update(leaf)
    return Plan(spans, digest.hexdigest(), old.oldest, old.newest, old.held)


def preview(
    gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: AskPreview, settings: Settings
) -> ShredPreview:
    """What shredding would take away now, which is itself on record; ``Refused`` for what is too young."""
    days = settings.log.detail_days
    rule = lambda _caller, _purpose, now: decide_old_enough(said.before, now, days)  # noqa: E731 - one expression
    request = Request(PREVIEW, Operation.RETAIN, said.model_dump(mode="json"), rules=[rule])
    receipt = gate.admit(caller, None, request)
    try:
        plan = plan_of(reader, registers, said.before)
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    gate.release(receipt, {"count": plan.records, "held": sum(plan.held.values())})
    return ShredPreview.model_validate(
        {
            "before": said.before,
            "records": plan.records,
            "oldest": plan.oldest,
            "newest": plan.newest,
            "held": [{"case_number": case, "records": count} for case, count in plan.held.items()],
            "leaves_sha256": plan.leaves_sha256,
            "record": receipt.index,
        }
    )


def _spans(indexes: Iterable[int]) -> list[Span]:
    """Runs of indexes that follow each other."""
    spans: list[Span] = []
    for index in indexes:
        if spans and spans[-1][1] == index:
            spans[-1] = spans[-1][0], index + 1
        else:
            spans.append((index, index + 1))
    return spans
