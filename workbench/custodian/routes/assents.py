"""Confirming one's own request anew, or approving another's, on a signed-in page (464.5, 464.10(b))."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request

from workbench.custodian.asked import broken, question
from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import Page, PageNow
from workbench.custodian.services import Services
from workbench.errors import NotFound
from workbench.gate import Request as Act
from workbench.policy.assents import REVIEW_WITHIN, decide_breaking
from workbench.policy.caller import Caller
from workbench.policy.decision import Assent, refuse
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.store.registers.assents import AssentRow
from workbench.wire.assent import Answer, BreakGlass, Pending
from workbench.wire.docket import Kind

router = APIRouter(prefix="/assents")
BREAK = "assent.break-glass"


@router.get("")
def pending(caller: Page, rooms: Rooms) -> list[Pending]:
    """The open questions that the caller asked or may answer; who was shown whose is on record."""
    told = [_told(row, caller, rooms) for row in rooms.registers.assents.pending(rooms.gate.now())]
    shown = [row for row in told if row.may_answer or row.asked_by == caller.username]
    others = [row for row in shown if row.asked_by != caller.username]
    look = Act("assents.pending", Operation.APPROVE if others else Operation.DECLARE, {})
    receipt = rooms.gate.admit(caller, None, look)
    rooms.gate.release(receipt, {"count": len(shown), "assents": [row.assent for row in shown]})
    return shown


@router.post("/answer", status_code=204)
def answer(said: Answer, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Record the answer, then let it count; a yes is confirmed by password, a no need not be."""
    row = _open(said.assent, rooms)
    told = _told(row, caller, rooms)
    act = Act(
        "assent.grant" if said.granted else "assent.deny",
        Operation.DECLARE if row.needs is Assent.OWN else Operation.APPROVE,
        {"assent": row.assent, "asked_by": row.asked_by, "asked": dict(row.summary), "note": said.note},
    )
    if not told.may_answer:
        raise rooms.gate.refuse(caller, None, act, refuse(Section.ADMINISTRATOR, told.why_not, "Ask somebody who may."))
    if said.granted:
        record = stepped_up(request, rooms, caller, said, question(row, _zone(rooms)))
        act = replace(act, context={"step_up": record})
    receipt = rooms.gate.admit(caller, None, act)
    rooms.registers.assents.answer(
        row.assent, caller.username, said.granted, said.note, rooms.gate.now(), record=receipt.index
    )


@router.post("/break", status_code=204)
def break_glass(said: BreakGlass, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Go on without the second person: with the password, on record, and put before the administrators at once."""
    row = _open(said.assent, rooms)
    asked = {"assent": row.assent, "asked": dict(row.summary), "why": said.why}
    allowed = decide_breaking(row.needs, row.action, row.asked_by, caller.username)
    act = Act(BREAK, Operation.DECLARE, asked, rules=[lambda _caller, _purpose, _now: allowed])
    rooms.gate.demand(caller, None, act)
    record = stepped_up(request, rooms, caller, said, broken(row, said.why, _zone(rooms)))
    act = replace(act, context={"step_up": record})
    receipt = rooms.gate.admit(caller, None, act)
    now = rooms.gate.now()
    body = {**asked, "asked_at": row.asked_at.isoformat(), "review_by": (now + REVIEW_WITHIN).isoformat()}
    # What is to be looked at stands before anything opens: a stop in between leaves an entry for nothing.
    rooms.registers.docket.enter(Kind.GLASS, body, caller.username, now, receipt.index)
    rooms.registers.assents.break_glass(row.assent, caller.username, said.why, now, record=receipt.index)


def _open(assent: str, rooms: Services) -> AssentRow:
    row = rooms.registers.assents.get(assent)
    if row is not None and row.open_at(rooms.gate.now()):
        return row
    raise NotFound("This question was answered or has expired.", how="Make the request again.")


def _zone(rooms: Services) -> ZoneInfo:
    return ZoneInfo(rooms.settings.agency.time_zone)


def _told(row: AssentRow, caller: Caller, rooms: Services) -> Pending:
    own = row.asked_by == caller.username
    if row.needs is Assent.OWN:
        may, why = own, "Only the person who asked can confirm it."
    elif own:
        may, why = False, "Somebody else must approve your request."
    elif row.about == caller.username:
        may, why = False, "It is about you: another administrator approves it."
    else:
        may, why = Operation.APPROVE in caller.operations, "Only an administrator can approve it."
    may = may and caller.may_assent
    breaking = decide_breaking(row.needs, row.action, row.asked_by, caller.username).allowed and caller.may_assent
    asked = question(row, _zone(rooms))
    return Pending(
        assent=row.assent,
        needs=row.needs.value,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        title=asked.title,
        details=dict(asked.details),
        may_answer=may,
        why_not="" if may else why,
        may_break=breaking,
    )
