"""Suspending a member, and delegating a part of the day-to-day work (464.3, 464.3.1): recorded before it counts."""

from __future__ import annotations

from typing import Any

from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.delegation import Delegating, decide_delegation, decide_other, decide_widening
from workbench.policy.roles import Operation, Role
from workbench.policy.sections import Section
from workbench.store.registers import Registers
from workbench.wire.programme import Delegate, EndDelegation, Readmit, Suspend

SUSPEND, READMIT = "person.suspend", "person.readmit"
DELEGATE, END = "delegation.grant", "delegation.end"
Context = dict[str, Any]


def suspend(gate: Gate, registers: Registers, caller: Caller, said: Suspend) -> None:
    """Let nothing open to somebody from now on; his or her purposes end. ``Refused``, on record, for oneself."""
    another = decide_other(caller.username, said.username, "Nobody suspends himself or herself.")
    receipt = gate.admit(caller, None, _act(SUSPEND, said.model_dump(mode="json"), None, lambda *_: another))
    now = gate.now()
    if not registers.people.suspend(said.username, said.reason, caller.username, now, receipt.index):
        raise BadInput(f"{said.username} is suspended already.", where="username", section="464.3.1")
    registers.purposes.end_all(said.username, now)
    registers.alerts.stop(said.username, now)


def readmit(gate: Gate, registers: Registers, caller: Caller, said: Readmit, context: Context) -> None:
    """End a suspension, once a second administrator approved it; what was granted before opens again.

    ``context`` names the confirmation by password. ``NotFound``, on record, for somebody who is not suspended.
    """
    elements, none = said.model_dump(mode="json"), NotFound(f"{said.username} is not suspended.", section="464.3.1")
    asked = _act(READMIT, elements, context)
    gate.demand(caller, None, asked)
    if not registers.people.suspended(said.username):
        raise gate.unusable(caller, None, asked, none)
    opens = decide_widening("What was granted before opens to a readmitted member again.", Section.ADMINISTRATOR)
    act = _act(READMIT, elements, context, lambda *_: opens)
    gate.admit(caller, None, act)
    if not registers.people.readmit(said.username):
        raise none
    person = registers.people.get(said.username)
    if person is None or not person.disabled:
        registers.alerts.resume(said.username)


def delegate(gate: Gate, registers: Registers, caller: Caller, said: Delegate, context: Context) -> None:
    """Delegate for a time, once a second administrator approved this very request; ``AssentRequired`` before."""
    person = registers.people.get(said.username)
    asked = Delegating(
        by=caller.username,
        to=said.username,
        roles=[Role(role) for role in person.roles] if person else [],
        operations=said.operations,
        begins=said.begins_at,
        until=said.until,
    )
    act = _act(DELEGATE, said.model_dump(mode="json"), context, lambda _who, _why, now: decide_delegation(asked, now))
    receipt = gate.admit(caller, None, act)
    span, by = (said.begins_at, said.until), (caller.username, receipt.approved_by)
    registers.delegations.add(said.username, said.operations, span, said.reason, by, receipt.index)


def end_delegation(gate: Gate, registers: Registers, caller: Caller, said: EndDelegation) -> None:
    """Take a delegation back; ``NotFound`` when none of that number stands."""
    receipt = gate.admit(caller, None, _act(END, said.model_dump(mode="json")))
    if not registers.delegations.end(said.delegation, caller.username, gate.now(), receipt.index):
        raise NotFound(f"No delegation {said.delegation} stands.", how="Look at the list again.", section="464.3")


def _act(action: str, elements: dict[str, Any], context: Context | None = None, *rules: Any) -> Request:
    return Request(action, Operation.ADMINISTER, elements, rules=rules, context=context or {})
