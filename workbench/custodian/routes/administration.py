"""Administrative acts that widen access (464.3.1, 464.7(f), 464.9): on a signed-in page, recorded first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import PageNow
from workbench.custodian.people import demand_known
from workbench.custodian.services import Services
from workbench.custodian.stepups import Question
from workbench.errors import BadInput, Refused
from workbench.gate import Request as Act
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.receipt import Receipt
from workbench.wire.administration import Administration, DeviceAdded, DeviceGone, NewDevice, SourceGrant
from workbench.wire.base import Message

router = APIRouter(prefix="/administration")


@router.get("")
def overview(request: Request, caller: PageNow, rooms: Rooms) -> Administration:
    """What can be granted here, and the devices that are enrolled."""
    _admit(request, caller, rooms, "administration.overview")
    return Administration(
        sources=list(rooms.settings.sources.names),
        devices=[device.name for device in rooms.registers.devices.all()],
    )


@router.post("/sources", status_code=204)
def grant(said: SourceGrant, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Grant a person a source of data, or take it back; nobody grants to himself (464.7(f))."""
    _known_source(said.source, rooms)
    if said.granted and Operation.ADMINISTER in caller.operations:
        demand_known([said.username], rooms, "username", "464.7(f)")
    if said.granted and said.username == caller.username:
        raise Refused("Nobody grants a source of data to himself.", how="Ask another administrator.", section="464.3.1")
    act = "source.grant" if said.granted else "source.revoke"
    asked = Question(
        f"Grant {said.username} the source {said.source}", {"Person": said.username, "Source": said.source}
    )
    receipt = _admit(request, caller, rooms, act, said, asked if said.granted else None)
    if said.granted:
        rooms.registers.sources.grant(said.username, said.source, caller.username, receipt.index)
    else:
        rooms.registers.sources.revoke(said.username, said.source)


@router.post("/devices", status_code=201)
def add_device(said: NewDevice, request: Request, caller: PageNow, rooms: Rooms) -> DeviceAdded:
    """Enrol a camera or vehicle for one source; its secret is told once."""
    _known_source(said.source, rooms)
    details = {"Device": said.name, "Source": said.source, "Camera": said.camera or "as its messages say"}
    asked = Question(f"Enrol the device {said.name}", details)
    receipt = _admit(request, caller, rooms, "device.add", said, asked)
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


def _admit(
    request: Request,
    caller: Caller,
    rooms: Services,
    act: str,
    said: Message | None = None,
    asked: Question | None = None,
) -> Receipt:
    """Admit an act; what is ``asked`` widens access, so it is confirmed by password first."""
    context: dict[str, Any] = {}
    # Whoever may not do it is refused below, and not asked for a password before.
    if asked is not None and Operation.ADMINISTER in caller.operations:
        context = {"step_up": stepped_up(request, rooms, caller, said, asked)}
    elements = said.model_dump() if said else {}
    return rooms.gate.admit(caller, None, Act(act, Operation.ADMINISTER, elements, context=context))


def _known_source(source: str, rooms: Services) -> None:
    if source not in rooms.settings.sources.names:
        raise BadInput(
            f"{source!r} is not a configured source of data.",
            where="source",
            how=f"Choose one of {', '.join(rooms.settings.sources.names)}.",
            section="464.7(f)",
        )
