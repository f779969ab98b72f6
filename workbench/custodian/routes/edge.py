"""What the edge hands through: vehicles' and cameras' reads, and what is public (464.8, 464.9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Device, Edge
from workbench.custodian.routes.ingest import offered, taken
from workbench.wire.base import Message
from workbench.wire.ingest import BatchReceipt

router = APIRouter()


class Public(Message):
    """What anybody may see (464.8)."""

    agency: str
    policy_version: str
    policy_text: str
    installed_at: str


@router.get("/public", dependencies=[Edge])
def public(rooms: Rooms) -> Public:
    """The agency's policy; nothing about plates or people."""
    policy = rooms.registers.policies.current()
    return Public(
        agency=rooms.settings.agency.name,
        policy_version=policy.version,
        policy_text=policy.text,
        installed_at=policy.installed_at.isoformat(),
    )


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
