"""Shredding the log's details (464.9, 464.10): asked by one person, approved by an administrator, with a certificate.

What is approved is what is shredded: the request names the records of the preview by their number and a digest, and
is refused when they are no longer these, as after a hold was placed or lifted.
"""

from __future__ import annotations

from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.errors import BadInput, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.policy.shredding import decide_shred
from workbench.retention.plan import ACTION, Plan, plan_of
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.wire.retention import Shred, ShredCertificate


def shred_details(
    gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: Shred, settings: Settings
) -> ShredCertificate:
    """Shred what is old enough and not held; the tree stands as it was.

    Raises ``Refused`` for what is too young, ``AssentRequired`` until a second administrator approved this very
    request, ``BadInput`` when it is not what the preview told; all on record.
    """
    elements = said.model_dump(mode="json")
    days = settings.log.detail_days
    rule = lambda _caller, _purpose, now: decide_shred(said.before, now, days)  # noqa: E731 - one expression
    request = Request(ACTION, Operation.RETAIN, elements, rules=[rule])
    receipt = gate.admit(caller, None, request)
    with registers.holds.turn:
        plan = _shredded(gate, reader, registers, said, receipt)
    told: dict[str, Any] = {
        "shredded": plan.records,
        "held": said.held,
        "spans": [list(span) for span in plan.spans],
        "leaves_sha256": plan.leaves_sha256,
        "before": elements["before"],
        "requested_by": caller.username,
        "approved_by": receipt.approved_by,
    }
    record = gate.release(receipt, told)
    return ShredCertificate.model_validate(
        {
            **told,
            "organisation": caller.organisation,
            "time": record.time,
            "record": receipt.index,
            "result_record": record.index,
        }
    )


def _shredded(gate: Gate, reader: LogReader, registers: Registers, said: Shred, receipt: Receipt) -> Plan:
    """What was shredded: what the preview told, as log and holds stand now."""
    try:
        plan = plan_of(reader, registers, said.before)
        _demand_as_told(plan, said)
        gate.shred(receipt, plan.spans)
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    return plan


def _demand_as_told(plan: Plan, said: Shred) -> None:
    held = sum(plan.held.values())
    if (plan.records, held, plan.leaves_sha256) != (said.records, said.held, said.leaves_sha256):
        raise BadInput(
            f"What would be shredded is no longer what the preview told: {plan.records:,} records, {held:,} are held.",
            where="records",
            how="A hold was placed or lifted since, or these are shredded already. Look at the preview again.",
            section="464.9",
        )
