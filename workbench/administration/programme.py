"""The programme at a glance (464.3, 464.3.1, 464.4): who is in it and how each stands, what is delegated, devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workbench.gate import Gate, Request
from workbench.policy.caller import Caller, Standing
from workbench.policy.roles import Operation
from workbench.policy.standing import decide_standing
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.store.registers.delegations import Delegation
from workbench.store.registers.people import Person
from workbench.wire.programme import DelegationShown, DeviceShown, PersonShown, Programme

LOOK = "administration.programme"


def programme(gate: Gate, registers: Registers, settings: Settings, caller: Caller) -> Programme:
    """Everything at a glance; the look is on record."""
    receipt = gate.admit(caller, None, Request(LOOK, Operation.OVERSEE, {}))
    people = list(_people(registers, gate.now()))
    released = gate.release(receipt, {"count": len(people)})
    return Programme(
        people=people,
        delegations=[_delegation(each, gate.now()) for each in registers.delegations.all()],
        devices=[
            DeviceShown(
                name=each.name, source=each.source, camera=each.camera, added_by=each.added_by, record=each.record
            )
            for each in registers.devices.all()
        ],
        sources=list(settings.sources.names),
        record=receipt.index,
        result_record=released.index,
    )


def _people(registers: Registers, now: datetime) -> Iterator[PersonShown]:
    version = registers.policies.current().version
    for person in registers.people.all():
        standing = registers.training.standing(person.username)
        decision = decide_standing(standing, now, version)
        out = person.suspension
        yield PersonShown(
            username=person.username,
            roles=list(person.roles),
            state=_state(person),
            why=f"{out.reason} ({out.by}, record {out.record})" if out else "",
            made_by=person.made_by,
            signed_in_at=person.signed_in_at,
            standing=_trained(standing, now, allowed=decision.allowed),
            trained=decision.allowed,
            sources=sorted(registers.sources.granted(person.username)),
            delegated=sorted(each.value for each in registers.delegations.held(person.username, now)),
        )


def _state(person: Person) -> str:
    if person.suspension:
        return "suspended"
    if person.disabled:
        return "disabled"
    return "compromised" if person.compromised_at else "active"


def _trained(standing: Standing, now: datetime, *, allowed: bool) -> str:
    """How somebody else stands; what the person is told is said to him or her."""
    until = standing.trained_until
    if until is None or standing.signed_off_by is None:
        return "not complete"
    if allowed:
        return f"until {until:%Y-%m-%d}"
    return f"ended on {until:%Y-%m-%d}" if until <= now else "the policy in force is not acknowledged"


def _delegation(each: Delegation, now: datetime) -> DelegationShown:
    states = {each.ended_at is not None: "ended", now < each.begins_at: "to come", now >= each.until: "over"}
    return DelegationShown(
        delegation=each.delegation,
        username=each.username,
        operations=list(each.operations),
        begins_at=each.begins_at,
        until=each.until,
        reason=each.reason,
        by=each.by,
        approved_by=each.approved_by,
        record=each.record,
        state=states.get(True, "open"),
    )
