"""What the edge hands through: vehicles' and cameras' reads, and what is public (464.8, 464.9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request

from workbench.custodian.caller import Rooms, from_edge
from workbench.custodian.routes.ingest import offered, taken
from workbench.custodian.services import Services
from workbench.errors import SignInRequired
from workbench.policy.caller import Caller
from workbench.policy.roles import GRANTS, Role
from workbench.wire.base import Message
from workbench.wire.ingest import BatchReceipt

router = APIRouter()


class Public(Message):
    """What anybody may see (464.8)."""

    agency: str
    policy_version: str
    policy_text: str
    installed_at: str


@router.get("/public")
def public(request: Request, rooms: Rooms) -> Public:
    """The agency's policy; nothing about plates or people."""
    from_edge(request, rooms)
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
    rooms: Rooms,
    x_alpr_offer: Annotated[str, Header()],
    x_alpr_device: Annotated[str, Header()],
) -> BatchReceipt:
    """Take a batch from a device under its own credential; nothing but the receipt comes back."""
    from_edge(request, rooms)
    caller = device(x_alpr_device, rooms)
    return await taken(request, rooms, caller, offered(x_alpr_offer))


def device(credential: str, rooms: Services) -> Caller:
    """The device behind ``name:secret``; raises ``SignInRequired`` for any that isn't known."""
    name, _, secret = credential.partition(":")
    known = rooms.registers.devices.check(name, secret)
    if known is None:
        raise SignInRequired(
            "This device is not known here.",
            how="Ask the ALPR administrator for a credential.",
            section="464.9",
        )
    return Caller(
        username=f"device:{known.name}",
        organisation=rooms.settings.agency.organisation,
        roles=frozenset({Role.DEVICE}),
        operations=GRANTS[Role.DEVICE],
        sources=frozenset({known.source}),
        address="edge",
    )
