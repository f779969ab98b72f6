"""Hits and their verification (464.7(g)): each answer goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.collection.hotlists.look import page_of_hits, verify_hit
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.searching import with_receipt
from workbench.wire.hits import HitPage, HitQuery, Verified, VerifyHit

router = APIRouter(prefix="/hits")


@router.post("/page")
def page(query: HitQuery, caller: Person, rooms: Rooms, response: Response) -> HitPage:
    """Hits of sources granted to the caller, the newest read first."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    found = page_of_hits(rooms.gate, rooms.registers, caller, purpose, query, rooms.settings)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)


@router.post("/verify")
def verify(said: VerifyHit, caller: PersonNow, rooms: Rooms, response: Response) -> Verified:
    """A person's word on a hit that he or she looked up; under that name, at the custodian's time."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    found = verify_hit(rooms.gate, rooms.registers, caller, purpose, said)
    rooms.registers.purposes.touch(said.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)
