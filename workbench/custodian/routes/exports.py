"""Taking reads out as a file (464.5, 464.9, 464.11): it goes out only after its result record stands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.custodian.exporting import taken_out
from workbench.wire.export import MEDIA_TYPE, TakeOut

router = APIRouter()


@router.post("/exports/reads", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
def reads(request: TakeOut, caller: PersonNow, rooms: Rooms) -> Response:
    """The answer of a search as a file, behind one line that names both records."""
    return taken_out(rooms, caller, request)
