"""One's own open purposes, and going on with one of them in another notebook (464.5(4))."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.routes.me import standing_of
from workbench.custodian.routes.purposes import declared
from workbench.custodian.services import Services
from workbench.errors import NotFound
from workbench.gate import Request
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.wire.purpose import PurposeDeclared
from workbench.wire.standing_purposes import GoOn, StandingPurposes

router = APIRouter()


@router.get("/purposes")
def standing(caller: Person, rooms: Rooms) -> StandingPurposes:
    """One's own purposes while they stand and can be gone on with; a look prolongs none and is not on record."""
    now = rooms.gate.now()
    found = rooms.registers.purposes.open_of(caller.username, now)
    usable = [purpose for purpose in found if _may_go_on(rooms, caller, purpose, now).allowed]
    return StandingPurposes(purposes=[declared(purpose) for purpose in usable])


@router.post("/purposes/{purpose_id}/continue")
def go_on(purpose_id: str, said: GoOn, caller: PersonNow, rooms: Rooms) -> PurposeDeclared:
    """Record that a purpose holds for another notebook too, and start its idle time anew."""
    purpose = rooms.registers.purposes.get(purpose_id)
    if purpose is None:
        raise NotFound("There is no such purpose of yours.", how="Declare a purpose.", section="464.5")
    request = Request(
        "purpose.continue",
        Operation.DECLARE,
        {"purpose": purpose_id, "case_number": purpose.case_number, "prompt": said.prompt},
        purpose.realm,
        rules=(partial(_may_go_on, rooms),),
        context=said.context.model_dump(),
    )
    rooms.gate.admit(caller, purpose, request)
    rooms.registers.purposes.touch(purpose_id, rooms.gate.now())
    return declared(rooms.registers.purposes.get(purpose_id) or purpose)


def _may_go_on(rooms: Services, caller: Caller, purpose: Purpose | None, now: datetime) -> Decision:
    if purpose is None or purpose.username != caller.username:
        return refuse(
            Section.NO_SHARED_LOGIN, "This purpose was declared by somebody else.", "Declare a purpose of your own."
        )
    if not purpose.open_at(now):
        return refuse(Section.RECORD_OF_ACCESS, "This purpose has ended.", "Declare the purpose anew.")
    if purpose.realm is Realm.LIVE and Operation.QUERY in caller.operations:
        return standing_of(caller, rooms)
    return allow(Section.RECORD_OF_ACCESS)
