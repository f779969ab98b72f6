"""The images of reads (464.5, 464.10): the answer goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.collection.reviews.images import look_at_images
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.searching import with_receipt
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.images import ImagesAsked

router = APIRouter()


@router.post("/images", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
def look(asked: ImagesAsked, caller: Person, rooms: Rooms) -> Response:
    """Images of reads of granted sources, as one Arrow IPC stream whose metadata names both records."""
    purpose = rooms.registers.purposes.get(asked.purpose_id)
    found, table = look_at_images(rooms.gate, rooms.registers, rooms.images, caller, purpose, asked, rooms.settings)
    rooms.registers.purposes.touch(asked.purpose_id, rooms.gate.now())
    found = with_receipt(rooms, found, found.result_record)
    return Response(pack(found, table), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
