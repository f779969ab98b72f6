"""What the Hub reports: sign-ins, failures, locks, changes of accounts (464.5.1, 464.5.2)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from workbench.custodian.attempts import Attempt
from workbench.custodian.caller import Rooms, demand_not_suspended
from workbench.custodian.doors import Hub
from workbench.errors import SignInRequired
from workbench.wire.base import Message, Short

router = APIRouter(prefix="/hub", dependencies=[Hub])

_FAILED = SignInRequired("The sign-in failed.", section="464.5.1")


class HubEvent(Message):
    """Something that happened at sign-in."""

    action: Annotated[str, Field(pattern=r"^[a-z][a-z-]{2,40}$")]
    user: Short
    address: Short = ""
    detail: dict[str, Any] = Field(default_factory=dict)


class HubRecord(Message):
    """The record that stands for it; None for a failure that is only counted."""

    record: int | None


ON_PAGE = "signed-in page"
"""Where a change of an account was made that an administrator made in a browser."""
ENDING = frozenset({"signout", "locked", "sessions-ended"})
"""With these a session ends, and with it every purpose that was declared in it (464.5(4))."""


@router.post("/events")
def event(told: HubEvent, request: Request, rooms: Rooms) -> HubRecord:
    """Record it durably; the Hub lets nobody in before this has answered.

    Who is suspended changes no account on the Hub's pages either.
    """
    by = told.detail.get("by")
    if told.detail.get("where") == ON_PAGE and isinstance(by, str):
        demand_not_suspended(request, rooms, by)
    where = {"address": told.address}
    if _anybodys(told):
        rooms.attempts.refused(Attempt(f"hub.{told.action}", told.user, "", told.address), _FAILED, where)
        return HubRecord(record=None)
    record = rooms.gate.event(
        f"hub.{told.action}",
        told.user,
        rooms.settings.agency.organisation,
        {"client": where, "detail": told.detail},
    )
    rooms.registers.people.heard(told.action, told.user, told.detail, rooms.gate.now(), record.index)
    if told.action in ENDING:
        rooms.queries.cancel_all(told.user)
        rooms.registers.purposes.end_all(told.user, rooms.gate.now())
    if told.action == "account-disable":
        rooms.registers.alerts.stop(told.user, rooms.gate.now())
    elif told.action == "account-enable" and not rooms.registers.people.suspended(told.user):
        rooms.registers.alerts.resume(told.user)
    rooms.identity.forget(told.user)
    return HubRecord(record=record.index)


def _anybodys(told: HubEvent) -> bool:
    """Whether it is a failure that costs nobody anything to repeat: of no account, or of one that is locked."""
    return told.action == "signin-failed" and (told.user == "unknown" or told.detail.get("locked") is True)
