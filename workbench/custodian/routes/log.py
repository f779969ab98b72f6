"""Reading the access log (464.6), which is itself recorded."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.audit.log_reading import read_log
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.searching import with_receipt
from workbench.wire.log import LogPage, LogQuery

router = APIRouter()


@router.post("/log/entries")
def entries(query: LogQuery, caller: Person, rooms: Rooms) -> LogPage:
    """Records that fit, newest first."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    page = read_log(rooms.gate, rooms.reader, caller, purpose, query, rooms.settings.agency.time_zone)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    return with_receipt(rooms, page, page.record)
