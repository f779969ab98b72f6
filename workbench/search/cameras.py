"""Where the cameras stand whose reads somebody may search (464.7(d), 464.7(f)): for the map, before any search.

It shows no read and asks for no purpose; the look is on record. A camera of a source that was not granted is not told.
"""

from __future__ import annotations

from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.store.registers import Registers
from workbench.wire.programme_lists import Camera, KnownCameras

LIST = "cameras.list"


def known_cameras(gate: Gate, registers: Registers, caller: Caller) -> KnownCameras:
    """The registered cameras that are in use, of the sources that were granted."""
    receipt = gate.admit(caller, None, Request(LIST, Operation.DECLARE, {}))
    shown = [
        Camera.model_validate(each.model_dump(include=set(Camera.model_fields)))
        for each in registers.cameras.all()
        if each.active and each.source in caller.sources
    ]
    released = gate.release(receipt, {"count": len(shown)})
    return KnownCameras(cameras=shown, record=receipt.index, result_record=released.index)
