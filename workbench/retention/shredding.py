"""Shredding the log's details (464.9, 464.10): asked by one administrator, approved by another, with a certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from workbench.accesslog.keyring import Span
from workbench.accesslog.reader import LogReader
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.decision import Assent
from workbench.policy.roles import Operation
from workbench.policy.shredding import decide_shred
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.retention import Shred, ShredCertificate

ACTION = "log.shred"


class _Plan(NamedTuple):
    spans: list[Span]
    held: int


def shred_details(
    gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: Shred, settings: Settings
) -> ShredCertificate:
    """Shred what is old enough and not held; the tree stands as it was.

    Raises ``Refused`` for what is too young, ``AssentRequired`` until a second administrator approved this very
    request, ``BadInput`` when nothing is left to be shredded; all on record.
    """
    elements = said.model_dump(mode="json")
    days = settings.log.detail_days
    rule = lambda _caller, _purpose, now: decide_shred(said.before, now, days)  # noqa: E731 - one expression
    request = Request(ACTION, Operation.RETAIN, elements, rules=[rule])
    receipt = gate.admit(caller, None, request)
    approved_by = registers.assents.answered_by(request.digest(caller, None), Assent.SECOND_PERSON)
    try:
        plan = _plan(reader, registers, said)
        told = {
            "shredded": sum(end - begin for begin, end in plan.spans),
            "held": plan.held,
            "spans": [list(span) for span in plan.spans],
            "leaves_sha256": hashlib.sha256(b"".join(reader.leaf_hashes(plan.spans))).hexdigest(),
            "approved_by": approved_by,
        }
        gate.shred(receipt, plan.spans)
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    record = gate.release(receipt, told)
    return ShredCertificate.model_validate(
        {
            **told,
            "organisation": caller.organisation,
            "before": said.before,
            "requested_by": caller.username,
            "time": record.time,
            "record": receipt.index,
            "result_record": record.index,
        }
    )


def _plan(reader: LogReader, registers: Registers, said: Shred) -> _Plan:
    held = [hold.case_number for hold in registers.holds.standing()]
    old, kept = reader.older(said.before, held)
    spans = _spans(old)
    if not spans:
        raise BadInput(
            "There are no details left from before that time that are not held.",
            where="before",
            how="Give a later time, or lift the holds that are over.",
            section="464.9",
        )
    return _Plan(spans, kept)


def _spans(indexes: Iterable[int]) -> list[Span]:
    """Runs of indexes that follow each other."""
    spans: list[Span] = []
    for index in indexes:
        if spans and spans[-1][1] == index:
            spans[-1] = spans[-1][0], index + 1
        else:
            spans.append((index, index + 1))
    return spans
