"""Placing and lifting holds (464.9): administrative acts, on record before they count."""

from __future__ import annotations

from workbench.errors import NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.wire.retention import Hold, LiftHold, PlaceHold

LIST, PLACE, LIFT = "hold.list", "hold.place", "hold.lift"


def standing_holds(gate: Gate, registers: Registers, caller: Caller) -> list[Hold]:
    """The holds that stand, the oldest first."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.RETAIN, {}))
    holds = registers.holds.standing()
    gate.release(receipt, {"count": len(holds)})
    return holds


def place_hold(gate: Gate, registers: Registers, caller: Caller, said: PlaceHold) -> Hold:
    """Hold everything of a case from now on."""
    receipt = gate.admit(caller, None, Request(PLACE, Operation.RETAIN, said.model_dump()))
    return registers.holds.place(said.case_number, said.reason, caller.username, gate.now(), receipt.index)


def lift_hold(gate: Gate, registers: Registers, caller: Caller, said: LiftHold) -> None:
    """End a hold; ``NotFound`` when there is none of that number that stands."""
    receipt = gate.admit(caller, None, Request(LIFT, Operation.RETAIN, said.model_dump()))
    if not registers.holds.lift(said.hold, caller.username, gate.now(), receipt.index):
        raise NotFound(f"No hold {said.hold} stands.", how="Choose one of those that are listed.", section="464.9")
