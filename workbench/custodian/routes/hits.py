"""Hits and their verification (464.7(g)): each answer goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.collection.hotlists.follow import follow_hits
from workbench.collection.hotlists.look import page_of_hits, verify_hit, withdraw_hit
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.hit_news import waited
from workbench.custodian.searching import with_receipt
from workbench.wire.hits import (
    FollowHits,
    HitNews,
    HitPage,
    HitQuery,
    HitsFollowed,
    NextNews,
    Verified,
    VerifyHit,
    WithdrawHit,
)

router = APIRouter(prefix="/hits")


@router.post("/page")
def page(query: HitQuery, caller: Person, rooms: Rooms, response: Response) -> HitPage:
    """Hits of sources granted to the caller, the newest read first."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    found = page_of_hits(rooms.gate, rooms.registers, caller, purpose, query, rooms.settings)
    if query.following is None:  # a screen that nobody sits at keeps no purpose alive
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


@router.post("/withdraw")
def withdraw(said: WithdrawHit, caller: PersonNow, rooms: Rooms, response: Response) -> Verified:
    """A person takes back what he or she said last of a hit; what was said stays in its history."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    found = withdraw_hit(rooms.gate, rooms.registers, caller, purpose, said)
    rooms.registers.purposes.touch(said.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)


@router.post("/follow")
def follow(said: FollowHits, caller: Person, rooms: Rooms) -> HitsFollowed:
    """Begin to be told of news; numbers alone."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    record, newest = follow_hits(rooms.gate, rooms.registers, caller, purpose, said.context)
    watch = rooms.watches.begin(caller.username, said.purpose_id)
    return HitsFollowed(hit=newest.hit, said=newest.word, watch=watch, record=record)


@router.post("/news")
async def news(query: NextNews, caller: Person, rooms: Rooms) -> HitNews:
    """News after a place, as soon as there is any; numbers alone."""
    return await waited(rooms, caller, query)
