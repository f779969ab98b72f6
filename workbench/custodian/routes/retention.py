"""Holds, and shredding the log's details (464.9, 464.10)."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.backup.places import turn
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.custodian.searching import with_receipt
from workbench.retention.certificates import certificates
from workbench.retention.holding import lift_hold, place_hold, review_hold, standing_holds
from workbench.retention.plan import preview
from workbench.retention.shredding import shred_details
from workbench.wire.retention import (
    AskPreview,
    Hold,
    LiftHold,
    PlaceHold,
    ReviewHold,
    Shred,
    ShredCertificate,
    ShredPreview,
)

router = APIRouter()


@router.get("/holds")
def holds(caller: PersonNow, rooms: Rooms) -> list[Hold]:
    """The holds that stand."""
    return standing_holds(rooms.gate, rooms.registers, caller)


@router.post("/holds", status_code=201)
def place(said: PlaceHold, caller: PersonNow, rooms: Rooms) -> Hold:
    """Hold everything of a case."""
    return place_hold(rooms.gate, rooms.registers, caller, said, rooms.settings.agency.time_zone)


@router.post("/holds/review")
def review(said: ReviewHold, caller: PersonNow, rooms: Rooms) -> Hold:
    """Have a hold go on until another day of review."""
    return review_hold(rooms.gate, rooms.registers, caller, said, rooms.settings.agency.time_zone)


@router.post("/holds/lift", status_code=204)
def lift(said: LiftHold, caller: PersonNow, rooms: Rooms) -> None:
    """End a hold."""
    lift_hold(rooms.gate, rooms.registers, caller, said)


@router.post("/log/shred/preview")
def told(said: AskPreview, caller: PersonNow, rooms: Rooms) -> ShredPreview:
    """What shredding would take away, and what holds keep."""
    return preview(rooms.gate, rooms.reader, rooms.registers, caller, said, rooms.settings)


@router.post("/log/shred")
def shred(said: Shred, caller: PersonNow, rooms: Rooms) -> ShredCertificate:
    """Shred the details of old records; a second administrator approves it first. A backup is waited for."""
    with turn(rooms.settings):
        certificate = shred_details(rooms.gate, rooms.reader, rooms.registers, caller, said, rooms.settings)
    return with_receipt(rooms, certificate, certificate.result_record)


@router.get("/log/shred")
def kept(caller: PersonNow, rooms: Rooms) -> list[ShredCertificate]:
    """The certificates of what was shredded, newest first."""
    return [with_receipt(rooms, each, each.result_record) for each in certificates(rooms.gate, rooms.reader, caller)]
