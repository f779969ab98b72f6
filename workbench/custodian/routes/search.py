"""Searching by a partial plate (464.7(d)). The answer goes out only after its result record stands."""

from __future__ import annotations

import polars as pl
from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.searching import answered
from workbench.search.plates import ACTION, search_plates
from workbench.search.run import Desk
from workbench.wire.frame import MEDIA_TYPE
from workbench.wire.search import Found, PlateSearch

router = APIRouter()


@router.post("/search/plates", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
def plates(request: PlateSearch, caller: Person, rooms: Rooms) -> Response:
    """Reads that fit, as one Arrow IPC stream whose metadata names both records."""

    def search(desk: Desk) -> tuple[Found, pl.DataFrame]:
        return search_plates(desk, rooms.stores_as_reviewed[desk.realm], request, rooms.registers.confusion.in_force)

    return answered(rooms, caller, ACTION, request, search)
