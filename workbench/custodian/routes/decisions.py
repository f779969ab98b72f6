"""Deciding what somebody else entered (464.8 to 464.11): on a signed-in page, a yes with the password."""

from __future__ import annotations

from fastapi import APIRouter, Request

from workbench.custodian.caller import Rooms, stepped_up
from workbench.custodian.doors import Page, PageNow
from workbench.custodian.matters import DECIDING
from workbench.errors import BadInput, NotFound
from workbench.gate import Request as Act
from workbench.gate import Rule
from workbench.policy.assents import decide_answerer
from workbench.policy.caller import Caller
from workbench.policy.decision import Assent, Decision
from workbench.policy.roles import Operation
from workbench.store.registers.docket import Entry
from workbench.wire.docket import Decide, Matter

router = APIRouter(prefix="/decisions")
LIST = "decisions.list"
LEAST = 15
"""Characters of a reason for a no."""


@router.get("")
def waiting(caller: Page, rooms: Rooms) -> list[Matter]:
    """Everything that waits for an administrator's word; the look is on record."""
    receipt = rooms.gate.admit(caller, None, Act(LIST, Operation.APPROVE, {}))
    found = [_told(entry, caller) for entry in rooms.registers.docket.waiting()]
    rooms.gate.release(receipt, {"count": len(found)})
    return found


@router.post("", status_code=204)
def decide(said: Decide, request: Request, caller: PageNow, rooms: Rooms) -> None:
    """Record the decision, then let it count; nobody decides what he or she entered."""
    entry = next((each for each in rooms.registers.docket.waiting() if each.number == said.number), None)
    if entry is None:
        lost = Act(LIST, Operation.APPROVE, {"number": said.number})
        rooms.gate.demand(caller, None, lost)
        gone = NotFound("This was decided already, or there is no such entry.", how="Open the page again.")
        raise rooms.gate.unusable(caller, None, lost, gone)
    deciding = DECIDING[entry.kind]
    rules = [_rule(each) for each in _another(entry, caller)]
    rules += [_rule(each) for each in deciding.today(entry, rooms)] if said.approved else []
    asked = {name: value for name, value in entry.body.items() if name != "text"}  # its digest stands beside it
    elements = {"number": entry.number, "entered_by": entry.entered_by, "asked": asked}
    elements |= {"reason": said.reason.strip()}
    action = deciding.approve if said.approved else deciding.refuse
    act = Act(action, Operation.APPROVE, elements, rules=rules)
    if not said.approved and len(said.reason.strip()) < LEAST:
        wrong = BadInput(
            f"A refusal has a reason of {LEAST} characters at least.",
            where="reason",
            how="Write why it is refused; it is kept on file.",
            section="464.11",
        )
        raise rooms.gate.unusable(caller, None, act, wrong)
    rooms.gate.demand(caller, None, act)
    if said.approved:
        record = stepped_up(request, rooms, caller, said, deciding.words(entry))
        act = Act(action, Operation.APPROVE, elements, rules=rules, context={"step_up": record})
    receipt = rooms.gate.admit(caller, None, act)
    state = deciding.yes if said.approved else deciding.no
    now, reason = rooms.gate.now(), said.reason.strip()
    if not rooms.registers.docket.decide(entry.number, state, caller.username, now, reason, receipt.index):
        raise NotFound("Somebody else decided this meanwhile.", how="Open the page again.")
    if said.approved:
        deciding.done(entry, rooms, caller.username, receipt.index)


def _another(entry: Entry, caller: Caller) -> list[Decision]:
    """That it is nobody of those who may not decide it."""
    others = DECIDING[entry.kind].others(entry)
    return [decide_answerer(Assent.SECOND_PERSON, other, caller.username) for other in sorted(others)]


def _rule(decision: Decision) -> Rule:
    return lambda _caller, _purpose, _now: decision


def _told(entry: Entry, caller: Caller) -> Matter:
    may = all(each.allowed for each in _another(entry, caller))
    question = DECIDING[entry.kind].words(entry)
    return Matter(
        number=entry.number,
        kind=entry.kind,
        title=question.title,
        details=dict(question.details),
        entered_by=entry.entered_by,
        entered_at=entry.entered_at,
        may_answer=may,
        why_not="" if may else "You entered this, or asked for it: somebody else decides it.",
    )
