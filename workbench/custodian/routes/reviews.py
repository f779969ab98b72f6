"""Reviews of reads (464.7(g)): each answer goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.collection.reviews.act import review_read, undo_review
from workbench.collection.reviews.queue import queue_page
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.searching import with_receipt
from workbench.policy.caller import Realm
from workbench.wire.reviews import QueuePage, QueueQuery, Reviewed, ReviewRead, UndoReview

router = APIRouter(prefix="/reviews")


@router.post("/queue")
def queue(query: QueueQuery, caller: Person, rooms: Rooms, response: Response) -> QueuePage:
    """Reads of granted sources that wait for a review."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    store = rooms.stores[Realm.LIVE]
    page = queue_page(rooms.gate, rooms.registers, store, caller, purpose, query, rooms.settings)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, page, page.result_record)


@router.post("")
def review(said: ReviewRead, caller: PersonNow, rooms: Rooms, response: Response) -> Reviewed:
    """A person's word on a read that he or she looked at; under that name, at the custodian's time."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    store = rooms.stores[Realm.LIVE]
    found = review_read(rooms.gate, rooms.registers, store, caller, purpose, said, rooms.settings)
    rooms.registers.purposes.touch(said.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)


@router.post("/undo")
def undo(said: UndoReview, caller: PersonNow, rooms: Rooms, response: Response) -> Reviewed:
    """Take a word back; the history keeps both."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    found = undo_review(rooms.gate, rooms.registers, caller, purpose, said, rooms.settings)
    rooms.registers.purposes.touch(said.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)
