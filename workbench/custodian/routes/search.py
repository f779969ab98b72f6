"""Searching by a partial plate (464.7(d)). The answer goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.policy.caller import Realm
from workbench.search.plates import search_plates
from workbench.wire.frame import MEDIA_TYPE, pack
from workbench.wire.search import PlateSearch

router = APIRouter()


@router.post("/search/plates", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
def plates(request: PlateSearch, caller: Person, rooms: Rooms) -> Response:
    """Reads that fit, as one Arrow IPC stream whose metadata names both records."""
    purpose = rooms.registers.purposes.get(request.purpose_id)
    store = rooms.stores[purpose.realm if purpose else Realm.LIVE]
    found, table = search_plates(rooms.gate, store, caller, purpose, request, rooms.settings)
    rooms.registers.purposes.touch(request.purpose_id, rooms.gate.now())
    return Response(pack(found, table), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
