"""What the Hub reports: sign-ins, failures, locks, changes of accounts (464.5.1, 464.5.2)."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import Field

from workbench.custodian.caller import Rooms, peer
from workbench.custodian.services import Services
from workbench.errors import Refused
from workbench.wire.base import Message, Short

router = APIRouter(prefix="/hub")


class HubEvent(Message):
    """Something that happened at sign-in."""

    action: Annotated[str, Field(pattern=r"^[a-z][a-z-]{2,40}$")]
    user: Short
    address: Short = ""
    detail: dict[str, Any] = Field(default_factory=dict)


class HubRecord(Message):
    """The record that stands for it."""

    record: int


@router.post("/events")
def event(told: HubEvent, request: Request, rooms: Rooms, x_alpr_hub_secret: Annotated[str, Header()]) -> HubRecord:
    """Record it durably; the Hub lets nobody in before this has answered."""
    from_hub(request, rooms, x_alpr_hub_secret)
    record = rooms.gate.event(
        f"hub.{told.action}",
        told.user,
        rooms.settings.agency.organisation,
        {"client": {"address": told.address}, "detail": told.detail},
    )
    rooms.identity.forget(told.user)
    return HubRecord(record=record.index)


def from_hub(request: Request, rooms: Services, secret: str) -> None:
    """Return when the Hub is at the other end; raise ``Refused`` (464.5.1) when it isn't."""
    uid = peer(request)
    told = hmac.compare_digest(secret.encode(), rooms.hub_secret.encode())
    if not told or (uid is not None and uid != rooms.hub_uid):
        raise Refused("Only the Hub may report sign-ins.", section="464.5.1")
