"""Reading the access log (464.6), which is itself recorded."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.audit.log_export import export_log
from workbench.audit.log_reading import read_log
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.searching import with_receipt
from workbench.errors import NotFound
from workbench.wire.log import LogExport, LogPage, LogQuery

router = APIRouter()


@router.post("/log/entries")
def entries(query: LogQuery, caller: Person, rooms: Rooms) -> LogPage:
    """Records that fit, newest first."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    page = read_log(rooms.gate, rooms.reader, caller, purpose, query, rooms.settings.agency.time_zone)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    return with_receipt(rooms, page, page.record)


@router.post("/log/export")
def export(query: LogQuery, caller: PersonNow, rooms: Rooms) -> LogExport:
    """Records that fit as CSV, once it was confirmed on a signed-in page."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    taken = export_log(rooms.gate, rooms.reader, caller, purpose, query, rooms.settings.agency.time_zone)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    return with_receipt(rooms, taken, taken.result_record)


@router.get("/log/receipts/{record}")
def receipt(record: int, caller: Person, rooms: Rooms) -> str:
    """The receipt of a record of the caller's own, cosigned once witnesses saw it; no plate is in it."""
    if 0 <= record < rooms.gate.records() and rooms.reader.get(record).user == caller.username:
        return rooms.notary.receipt(record).decode()
    raise NotFound(f"There is no record {record} of yours in the access log.", section="464.5")
