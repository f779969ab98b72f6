"""What the edge hands through: vehicles' and cameras' reads, and what is public (464.8, 464.9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Device, Edge
from workbench.custodian.routes.ingest import offered, taken
from workbench.release.publication.publishing import published
from workbench.release.publication.report import sha256_of
from workbench.wire.ingest import BatchReceipt
from workbench.wire.publication import PolicyVersion, Public

router = APIRouter()


@router.get("/public", dependencies=[Edge])
def public(rooms: Rooms) -> Public:
    """The agency's policy in all its versions, and its reports; nothing about plates or people."""
    rooms.registers.policies.current()  # there is one, or it is said that there is none
    policies = [
        PolicyVersion(version=each.version, installed_at=each.installed_at, sha256=sha256_of(each.text), text=each.text)
        for each in rooms.registers.policies.versions()
    ]
    return Public(agency=rooms.settings.agency.name, policies=policies, reports=published(rooms.registers))


@router.post("/edge/ingest")
async def ingest(
    request: Request,
    caller: Device,
    rooms: Rooms,
    x_alpr_offer: Annotated[str, Header()],
) -> BatchReceipt:
    """Take a batch from a device under its own credential; nothing but the receipt comes back."""
    offer = offered(x_alpr_offer)
    if not offer.camera:
        enrolled = rooms.registers.devices.camera(caller.username.removeprefix("device:"))
        offer = offer.model_copy(update={"camera": enrolled})
    return await taken(request, rooms, caller, offer)
