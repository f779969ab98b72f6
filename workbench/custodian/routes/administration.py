"""Administrative acts that widen access (464.3.1, 464.7(f), 464.9): on a signed-in page, recorded first, by two."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from workbench.administration.members import delegate, end_delegation, readmit, suspend
from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import PageNow
from workbench.custodian.people import demand_known
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.errors import BadInput
from workbench.gate import Request as Act
from workbench.gate import Rule
from workbench.policy.caller import Caller
from workbench.policy.delegation import DELEGABLE, decide_other, decide_widening
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.prose.words import local
from workbench.store.receipt import Receipt
from workbench.wire.administration import (
    Administration,
    DelegationLine,
    DeviceAdded,
    DeviceGone,
    NewDevice,
    SourceGrant,
)
from workbench.wire.base import Message
from workbench.wire.programme import Delegate, EndDelegation, Readmit, Suspend

router = APIRouter(prefix="/administration")


@router.get("")
def overview(request: Request, caller: PageNow, rooms: Rooms) -> Administration:
    """What can be granted here, and the devices that are enrolled."""
    _admit(request, caller, rooms, "administration.overview")
    people, zone = rooms.registers.people.all(), rooms.settings.agency.time_zone
    return Administration(
        sources=list(rooms.settings.sources.names),
        devices=[device.name for device in rooms.registers.devices.all()],
        people=[each.username for each in people if each.username != caller.username and not each.suspension],
        suspended=[each.username for each in people if each.suspension],
        delegable=sorted(operation.value for operation in DELEGABLE),
        delegations=[
            DelegationLine(
                delegation=each.delegation,
                words=f"{each.delegation}: {each.username}, {', '.join(each.operations)}, {local(each.until, zone)}",
            )
            for each in rooms.registers.delegations.all()
            if each.ended_at is None and rooms.gate.now() < each.until
        ],
    )


@router.post("/sources", status_code=204)
def grant(said: SourceGrant, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Grant a person a source of data, once a second administrator approved it, or take it back (464.7(f)).

    Nobody grants to himself.
    """
    _known_source(said.source, rooms)
    act = "source.grant" if said.granted else "source.revoke"
    if said.granted:
        another = decide_other(caller.username, said.username, "Nobody grants a source of data to himself.")
        asks = Act(act, Operation.ADMINISTER, said.model_dump(), rules=[lambda *_: another])
        rooms.gate.demand(caller, None, asks)
        demand_known([said.username], rooms, "username", "464.7(f)")
    asked = Question(
        f"Grant {said.username} the source {said.source}", {"Person": said.username, "Source": said.source}
    )
    opens = f"The reads of the source {said.source} open to {said.username}."
    widens = (opens, Section.SOURCES) if said.granted else None
    receipt = _admit(request, caller, rooms, act, said, asked if said.granted else None, widens)
    if said.granted:
        rooms.registers.sources.grant(said.username, said.source, caller.username, receipt.index)
    else:
        rooms.registers.sources.revoke(said.username, said.source)


@router.post("/devices", status_code=201)
def add_device(said: NewDevice, request: Request, caller: PageNow, rooms: Rooms) -> DeviceAdded:
    """Enrol a camera or vehicle for one source, once a second administrator approved it; its secret is told once."""
    _known_source(said.source, rooms)
    details = {"Device": said.name, "Source": said.source, "Camera": said.camera or "as its messages say"}
    asked = Question(f"Enrol the device {said.name}", details)
    opens = f"The device {said.name} may hand over reads of the source {said.source}."
    receipt = _admit(request, caller, rooms, "device.add", said, asked, (opens, Section.RETENTION))
    secret = rooms.registers.devices.add(said.name, said.source, said.camera, caller.username, receipt.index)
    return DeviceAdded(name=said.name, credential=f"{said.name}:{secret}")


@router.post("/devices/revoke", status_code=204)
def revoke_device(said: DeviceGone, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Take a device's credential back: from the next batch on it is not known here."""
    _admit(request, caller, rooms, "device.revoke", said)
    if not rooms.registers.devices.remove(said.name):
        raise BadInput(
            f"No device named {said.name} is enrolled.",
            where="name",
            how="Choose one of those on the page.",
            section="464.9",
        )


@router.post("/people/suspend", status_code=204)
def suspended(said: Suspend, caller: PageNow, rooms: Rooms) -> None:
    """Let nothing open to somebody from now on."""
    _known(said.username, caller, rooms)
    suspend(rooms.gate, rooms.registers, caller, said)


@router.post("/people/readmit", status_code=204)
def readmitted(said: Readmit, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """End a suspension, once a second administrator approved it."""
    asked = Question(f"Readmit {said.username}", {"Person": said.username, "Why": said.reason})
    readmit(rooms.gate, rooms.registers, caller, said, _confirmed(request, caller, rooms, said, asked))


@router.post("/delegations", status_code=201)
def delegated(said: Delegate, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Delegate a part of the day-to-day work, once a second administrator approved it."""
    _known(said.username, caller, rooms)
    zone = rooms.settings.agency.time_zone
    details = {
        "Member": said.username,
        "May": ", ".join(sorted(operation.value for operation in said.operations)),
        "From": local(said.begins_at, zone),
        "Until": local(said.until, zone),
        "Why": said.reason,
    }
    asked = Question(f"Delegate to {said.username}", details)
    delegate(rooms.gate, rooms.registers, caller, said, _confirmed(request, caller, rooms, said, asked))


@router.post("/delegations/end", status_code=204)
def delegation_ended(said: EndDelegation, caller: PageNow, rooms: Rooms) -> None:
    """Take a delegation back."""
    end_delegation(rooms.gate, rooms.registers, caller, said)


def _known(username: str, caller: Caller, rooms: Services) -> None:
    """Whoever may not administer is refused afterwards, and told of nobody's account before."""
    if Operation.ADMINISTER in caller.operations:
        demand_known([username], rooms, "username", "464.3")


def _confirmed(request: Request, caller: Caller, rooms: Services, said: Message, asked: Question) -> dict[str, Any]:
    """The record of the confirmation by password; whoever may not do it is refused later, and not asked before."""
    if Operation.ADMINISTER not in caller.operations:
        return {}
    return {"step_up": stepped_up(request, rooms, caller, said, asked)}


def _admit(
    request: Request,
    caller: Caller,
    rooms: Services,
    act: str,
    said: Message | None = None,
    asked: Question | None = None,
    widens: tuple[str, Section] | None = None,
) -> Receipt:
    """Admit an act; what ``widens`` access is ``asked`` for by password, and then takes a second administrator."""
    context = _confirmed(request, caller, rooms, said, asked) if asked is not None and said is not None else {}
    elements = said.model_dump() if said else {}
    rules: list[Rule] = [] if widens is None else [lambda *_: decide_widening(*widens)]
    asks = Act(act, Operation.ADMINISTER, elements, rules=rules, context=context)
    return rooms.gate.admit(caller, None, asks)


def _known_source(source: str, rooms: Services) -> None:
    if source not in rooms.settings.sources.names:
        raise BadInput(
            f"{source!r} is not a configured source of data.",
            where="source",
            how=f"Choose one of {', '.join(rooms.settings.sources.names)}.",
            section="464.7(f)",
        )
