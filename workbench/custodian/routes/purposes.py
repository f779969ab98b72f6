"""Declaring, looking at and ending a purpose (464.5(4), 464.10(b))."""

from __future__ import annotations

import secrets
from zoneinfo import ZoneInfo

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.routes.me import standing_of
from workbench.custodian.services import Services
from workbench.errors import NotFound, PurposeRejected
from workbench.gate import Request
from workbench.policy.caller import Realm
from workbench.policy.decision import refuse
from workbench.policy.purpose import Category, Purpose, problems
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.wire.programme_lists import LexiconName
from workbench.wire.purpose import PurposeDeclared, PurposeDraft

router = APIRouter()


@router.post("/purposes")
def declare(draft: PurposeDraft, caller: PersonNow, rooms: Rooms) -> PurposeDeclared:
    """Check and record a purpose; whoever is not trained is given the training store, never the reads."""
    trained = standing_of(caller, rooms).allowed
    realm = draft.realm or (Realm.LIVE if trained else Realm.TRAINING)
    elements = draft.model_dump(mode="json", exclude={"context", "realm"})
    elements["case_listed"] = listed = rooms.registers.open_cases.listed(draft.case_number)
    request = Request("purpose.declare", Operation.DECLARE, elements, realm, context=draft.context.model_dump())
    vague = rooms.registers.lexicons.current(LexiconName.VAGUE).entries
    found = problems(draft.category, draft.case_number, draft.narrative, draft.why_this_plate, vague)
    if not found and draft.category not in rooms.settings.purpose.categories:
        found = {"category": "This agency does not use that purpose; choose one of the listed ones (464.3)."}
    if realm is Realm.LIVE and "case_number" not in found:
        found |= _case_problem(rooms, listed)
    if found:
        told = refuse(Section.LEGITIMATE_PURPOSE, "; ".join(found.values()), "")
        rooms.gate.refuse(caller, None, request, told)
        raise PurposeRejected(found)
    if realm is Realm.LIVE and not trained and Operation.QUERY in caller.operations:
        raise rooms.gate.refuse(caller, None, request, standing_of(caller, rooms))
    receipt = rooms.gate.admit(caller, None, request)
    now = rooms.gate.now()
    purpose = Purpose(
        purpose_id=secrets.token_hex(16),
        username=caller.username,
        category=Category(draft.category),
        case_number=draft.case_number.strip(),
        narrative=draft.narrative.strip(),
        why_this_plate=draft.why_this_plate.strip(),
        prompt=draft.prompt,
        realm=realm,
        declared_at=now,
        last_used_at=now,
        record=receipt.index,
    )
    rooms.registers.purposes.add(purpose)
    return declared(purpose)


def _case_problem(rooms: Services, listed: bool | None) -> dict[str, str]:  # noqa: FBT001 - as the register says it
    """What is wrong with a case that the agency's list does not name, where the agency demands that it does."""
    cases = rooms.registers.open_cases.current()
    if listed is not False or cases is None or not rooms.settings.purpose.open_cases_only:
        return {}
    day = cases.imported_at.astimezone(ZoneInfo(rooms.settings.agency.time_zone))
    return {
        "case_number": f"This case is not among the open cases of {day:%Y-%m-%d}: correct the number, or ask the "
        "ALPR administrator to bring the list up to date (464.10(b))."
    }


@router.get("/purposes/{purpose_id}")
def show(purpose_id: str, caller: Person, rooms: Rooms) -> PurposeDeclared:
    """One's own purpose while it stands; looking at it does not prolong it."""
    purpose = rooms.registers.purposes.get(purpose_id)
    if purpose is None or purpose.username != caller.username or not purpose.open_at(rooms.gate.now()):
        raise NotFound("This purpose has ended or is not yours.", how="Declare it anew.", section="464.5")
    return declared(purpose)


@router.delete("/purposes/{purpose_id}", status_code=204)
def end(purpose_id: str, caller: Person, rooms: Rooms) -> None:
    """End one's own purpose; nothing more can rest on it."""
    purpose = rooms.registers.purposes.get(purpose_id)
    if purpose is None or purpose.username != caller.username:
        raise NotFound("There is no such purpose of yours.", section="464.5")
    request = Request("purpose.end", Operation.DECLARE, {"purpose": purpose_id}, purpose.realm)
    rooms.gate.admit(caller, purpose, request)
    rooms.registers.purposes.end(purpose_id, rooms.gate.now())


def declared(purpose: Purpose) -> PurposeDeclared:
    """How a purpose travels; the narrative stays in the record."""
    return PurposeDeclared(
        purpose_id=purpose.purpose_id,
        category=purpose.category.value,
        case_number=purpose.case_number,
        realm=purpose.realm,
        declared_at=purpose.declared_at,
        expires_at=purpose.expires_at(),
        record=purpose.record,
    )
