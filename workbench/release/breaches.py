"""Breaches (464.10): reported by anybody, measured by the log, told of, and closed by another administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.accesslog.reader import LogReader
from workbench.errors import NotFound, WorkbenchError
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.release.exposure import exposed
from workbench.store.registers import Registers
from workbench.store.registers.docket import Act, Entry
from workbench.wire.base import Message
from workbench.wire.breach import (
    AskScope,
    Breach,
    Breaches,
    CloseBreach,
    NewBreach,
    NewNotice,
    Notice,
    Scope,
)
from workbench.wire.docket import Kind, State

REPORT, SCOPE, NOTICE = "breach.report", "breach.scope", "breach.notice"
FINISH, LIST = "breach.finish", "breach.list"
SCOPED, TOLD, CLOSING = "scope", "notice", "closing"


def report_breach(gate: Gate, registers: Registers, caller: Caller, said: NewBreach) -> Breach:
    """Enter what somebody noticed; whoever may sign in may report, trained or not."""
    receipt = gate.admit(caller, None, _request(REPORT, said, Operation.DECLARE))
    body = said.model_dump(mode="json")
    entry = registers.docket.enter(Kind.BREACH, body, caller.username, gate.now(), receipt.index, State.OPEN)
    return breach_of(entry)


def breaches(gate: Gate, registers: Registers, caller: Caller) -> Breaches:
    """All that were reported, newest first; on record."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.RETAIN, {}))
    found = [breach_of(entry) for entry in registers.docket.of(Kind.BREACH)]
    gate.release(receipt, {"count": len(found)})
    return Breaches(breaches=found, record=receipt.index)


def scope_breach(gate: Gate, reader: LogReader, registers: Registers, caller: Caller, said: AskScope) -> Scope:
    """Who was shown how much in a period, kept with the breach; ``NotFound`` for one that is not open."""
    receipt = gate.admit(caller, None, _request(SCOPE, said))
    try:
        entry = _open(registers, said.number)
        found = exposed(reader, said)
    except WorkbenchError as error:
        gate.fail(receipt, error.kind)
        raise
    told = {name: found[name] for name in ("reads", "looked_through")} | {"people": len(found["people"])}
    gate.release(receipt, told)
    return _scope(_done(gate, registers, entry, SCOPED, found, caller, receipt.index))


def tell_of_breach(gate: Gate, registers: Registers, caller: Caller, said: NewNotice) -> Notice:
    """Keep on file whom was told what, and when; ``NotFound`` for a breach that is not open."""
    receipt = gate.admit(caller, None, _request(NOTICE, said))
    entry = _open(registers, said.number)
    body = said.model_dump(mode="json", exclude={"number"})
    return _notice(_done(gate, registers, entry, TOLD, body, caller, receipt.index))


def finish_breach(gate: Gate, registers: Registers, caller: Caller, said: CloseBreach) -> None:
    """Ask for its closing: another administrator decides; refused, it is open again."""
    receipt = gate.admit(caller, None, _request(FINISH, said))
    entry = _open(registers, said.number)
    _done(gate, registers, entry, CLOSING, {"outcome": said.outcome}, caller, receipt.index)
    if not registers.docket.ask(entry.number):
        raise _none(said.number)


def breach_of(entry: Entry) -> Breach:
    """A breach as it travels."""
    closing = [str(act.body["outcome"]) for act in entry.acts if act.what == CLOSING]
    return Breach.model_validate(
        {
            **entry.told(),
            "reported": entry.body,
            "scopes": [_scope(act) for act in entry.acts if act.what == SCOPED],
            "notices": [_notice(act) for act in entry.acts if act.what == TOLD],
            "outcome": closing[-1] if closing else "",
        }
    )


def closers(entry: Entry) -> frozenset[str]:
    """Who may not close it: whoever reported it, or asked for its closing."""
    return frozenset({entry.entered_by, *(act.by for act in entry.acts if act.what == CLOSING)})


def _open(registers: Registers, number: int) -> Entry:
    entry = registers.docket.get(Kind.BREACH, number)
    if entry is None or entry.state is not State.OPEN:
        raise _none(number)
    return entry


def _done(
    gate: Gate, registers: Registers, entry: Entry, what: str, body: Mapping[str, Any], caller: Caller, record: int
) -> Act:
    act = Act(what, body, caller.username, gate.now(), record)
    registers.docket.add(entry.number, act)
    return act


def _scope(act: Act) -> Scope:
    return Scope.model_validate({**act.body, "by": act.by, "at": act.at, "record": act.record})


def _notice(act: Act) -> Notice:
    return Notice.model_validate({**act.body, "by": act.by, "at": act.at, "record": act.record})


def _request(action: str, said: Message, operation: Operation = Operation.RETAIN) -> Request:
    return Request(action, operation, said.model_dump(mode="json"))


def _none(number: int) -> NotFound:
    return NotFound(f"No breach {number} is open.", how="Choose one of those listed.", section="464.10")
