"""Placing, reviewing and lifting holds (464.9): administrative acts, on record before they count."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.wire.base import Message
from workbench.wire.retention import Hold, LiftHold, PlaceHold, ReviewHold

LIST, PLACE, REVIEW, LIFT = "hold.list", "hold.place", "hold.review", "hold.lift"


def standing_holds(gate: Gate, registers: Registers, caller: Caller) -> list[Hold]:
    """The holds that stand, the oldest first."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.RETAIN, {}))
    holds = registers.holds.standing()
    gate.release(receipt, {"count": len(holds)})
    return holds


def place_hold(gate: Gate, registers: Registers, caller: Caller, said: PlaceHold, zone: str) -> Hold:
    """Hold everything of a case from now on; ``BadInput`` for a day of review that is over in the agency's zone.

    While something is purged or shredded it waits until that is done.
    """
    request = _request(PLACE, said)
    _to_come(gate, caller, request, said.review_by, zone)
    with registers.holds.turn:
        receipt = gate.admit(caller, None, request)
        return registers.holds.place(said, caller.username, gate.now(), receipt.index)


def review_hold(gate: Gate, registers: Registers, caller: Caller, said: ReviewHold, zone: str) -> Hold:
    """Have a hold go on until another day; ``BadInput`` as above, ``NotFound`` when it does not stand."""
    request = _request(REVIEW, said)
    _to_come(gate, caller, request, said.review_by, zone)
    gate.admit(caller, None, request)
    if (hold := registers.holds.review(said.hold, said.review_by)) is None:
        raise _none(said.hold)
    return hold


def lift_hold(gate: Gate, registers: Registers, caller: Caller, said: LiftHold) -> None:
    """End a hold; ``NotFound``, on record, when none of that number stands. It waits as placing one does."""
    request = _request(LIFT, said)
    with registers.holds.turn:
        gate.demand(caller, None, request)
        if said.hold not in {each.hold for each in registers.holds.standing()}:
            raise gate.unusable(caller, None, request, _none(said.hold))
        receipt = gate.admit(caller, None, request)
        if not registers.holds.lift(said.hold, caller.username, gate.now(), receipt.index):
            raise _none(said.hold)


def _request(action: str, said: Message) -> Request:
    return Request(action, Operation.RETAIN, said.model_dump(mode="json"))


def _to_come(gate: Gate, caller: Caller, request: Request, day: date, zone: str) -> None:
    if day <= gate.now().astimezone(ZoneInfo(zone)).date():
        over = BadInput(
            "The day of review is over.", where="review_by", how="Give a day that is still to come.", section="464.9"
        )
        raise gate.unusable(caller, None, request, over)


def _none(hold: int) -> NotFound:
    return NotFound(f"No hold {hold} stands.", how="Choose one of those that are listed.", section="464.9")
