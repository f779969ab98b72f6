"""Purging reads whose time is over (464.9), while the data service serves."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.backup.places import turn
from workbench.collection.drop import clear
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.custodian.searching import with_receipt
from workbench.custodian.services import Services
from workbench.policy.caller import Realm
from workbench.retention.certificates import purge_certificates
from workbench.retention.reads import Keep, preview_purge, purge_reads
from workbench.wire.purging import AskPurge, Purge, PurgeCertificate, PurgePreview

router = APIRouter(prefix="/purges")


@router.post("/preview")
def told(said: AskPurge, caller: PersonNow, rooms: Rooms) -> PurgePreview:
    """What a purge would take, and what holds keep."""
    return preview_purge(keep_of(rooms), caller, said)


@router.post("")
def done(said: Purge, caller: PersonNow, rooms: Rooms) -> PurgeCertificate:
    """Purge old reads; a second administrator approves it first. A backup that is being written is waited for."""
    with turn(rooms.settings):
        certificate = purge_reads(keep_of(rooms), caller, said)
    return with_receipt(rooms, certificate, certificate.result_record)


@router.get("")
def kept(caller: PersonNow, rooms: Rooms) -> list[PurgeCertificate]:
    """The certificates of what was purged, newest first."""
    found = purge_certificates(rooms.gate, rooms.reader, caller)
    return [with_receipt(rooms, each, each.result_record) for each in found]


def keep_of(rooms: Services) -> Keep:
    """What a purge reaches here."""
    return Keep(
        gate=rooms.gate,
        reader=rooms.reader,
        registers=rooms.registers,
        store=rooms.stores[Realm.LIVE],
        images=rooms.images,
        settings=rooms.settings,
        clear=lambda before: clear(rooms.settings.paths.drop, before),
    )
