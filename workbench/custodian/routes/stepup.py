"""The Hub's side of a step-up (464.5.1, 464.5): it asks what the password is for, and tells that it was right."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Hub
from workbench.custodian.routes.hub import HubRecord
from workbench.errors import Refused
from workbench.wire.stepup import StepUp, StepUpTyped

router = APIRouter(prefix="/hub/step-ups", dependencies=[Hub])


@router.get("/{step_up}")
def shown(step_up: str, rooms: Rooms) -> StepUp:
    """What the Hub shows above the field for the password."""
    row = rooms.step_ups.get(step_up, rooms.gate.now())
    return StepUp(step_up=row.step_up, user=row.user, title=row.question.title, details=dict(row.question.details))


@router.post("/{step_up}")
def typed(step_up: str, said: StepUpTyped, rooms: Rooms) -> HubRecord:
    """Record that this person's password was typed for this, then let it count."""
    row = rooms.step_ups.get(step_up, rooms.gate.now())
    if said.user != row.user:
        raise Refused("Somebody else asked for this.", how="Open the page again.", section="464.5.1")
    record = rooms.gate.event(
        "hub.step-up",
        row.user,
        rooms.settings.agency.organisation,
        {
            "client": {"address": said.address},
            "detail": {"title": row.question.title, "details": dict(row.question.details)},
        },
    )
    rooms.step_ups.confirm(row, record.index, rooms.gate.now())
    return HubRecord(record=record.index)
