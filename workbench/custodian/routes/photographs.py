"""Handing in photographs, following how far they are, and supplying what they lack (464.7.1(a), 464.9)."""

from __future__ import annotations

from typing import Annotated

import pydantic
from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool

from workbench.collection.photographs import handin, listing
from workbench.custodian import spool
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.routes.ingest import announced, demand_isolation
from workbench.custodian.services import Services
from workbench.errors import BadInput, StoreUnavailable
from workbench.gate import Request as Act
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.wire.photographs import (
    Complete,
    Completed,
    FileList,
    HandedIn,
    ListFiles,
    PhotographBatch,
    PhotographOffer,
    Progress,
)
from workbench.wire.stated import HandIn

router = APIRouter(prefix="/photographs/batches")
files = APIRouter(prefix="/photographs/batches")
"""What takes files: the spool bounds them, and says so in words."""


@router.post("", status_code=201)
def begin(offer: PhotographOffer, caller: Person, rooms: Rooms) -> PhotographBatch:
    """Begin a batch on these terms."""
    demand_isolation(rooms, caller, Act(handin.BEGIN, Operation.INGEST, offer.model_dump(mode="json")))
    return handin.begin(rooms.photographs, caller, offer)


@router.get("")
def batches(caller: Person, rooms: Rooms) -> list[PhotographBatch]:
    """The caller's own batches and those of the drop folders of granted sources, the newest first."""
    return rooms.registers.photograph_batches.page(handin.names_of(caller))


@router.get("/{batch_id}")
def progress(batch_id: str, caller: Person, rooms: Rooms) -> Progress:
    """How far one's own batch is: counts, rate and time left; no name and no plate."""
    handin.own(rooms.photographs, caller, batch_id)
    return rooms.pace.told(rooms.registers.photograph_batches.progress(batch_id))


@files.post("/{batch_id}/files")
async def hand_in(
    batch_id: str, request: Request, caller: Person, rooms: Rooms, x_alpr_file: Annotated[str, Header()]
) -> HandedIn:
    """The body is a photograph, a video or an archive as it is; the header ``X-ALPR-File`` its name and sidecar."""
    return await _taken(batch_id, request, caller, rooms, _told(x_alpr_file))


@router.post("/{batch_id}/close")
def close(batch_id: str, caller: Person, rooms: Rooms) -> Progress:
    """Every file was handed in: let them be read."""
    return handin.close(rooms.photographs, caller, batch_id)


@router.post("/{batch_id}/cancel")
def cancel(batch_id: str, caller: Person, rooms: Rooms) -> Progress:
    """Call one's own batch off; what was read of it stands."""
    return handin.cancel(rooms.photographs, caller, batch_id)


@router.post("/{batch_id}/list")
def listed(batch_id: str, wanted: ListFiles, caller: Person, rooms: Rooms) -> FileList:
    """What became of the files of one's own batch; their plates are not told."""
    return listing.list_files(rooms.photographs, caller, batch_id, wanted)


@router.post("/{batch_id}/complete")
def complete(batch_id: str, said: Complete, caller: Person, rooms: Rooms) -> Completed:
    """Supply what photographs lack."""
    return listing.complete(rooms.photographs, caller, batch_id, said)


async def _taken(batch_id: str, request: Request, caller: Caller, rooms: Services, told: HandIn) -> HandedIn:
    """Spool the body, then take it; who may not hand it in is refused before the first byte is written down."""
    await run_in_threadpool(handin.demand, rooms.photographs, caller, batch_id, told)
    try:
        async with spool.spooled(request.stream(), announced(request), spool.folder(rooms.settings)) as file:
            return await run_in_threadpool(handin.take_file, rooms.photographs, caller, batch_id, told, file)
    except OSError as error:
        raise StoreUnavailable(
            "The file could not be written to disk; nothing of it was taken.",
            how="Free space and send it again: nothing is taken twice.",
            section="464.9",
            diagnostic=str(error.errno),
        ) from error


def _told(header: str) -> HandIn:
    try:
        return HandIn.model_validate_json(header.encode("latin-1"))
    except pydantic.ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}
        told = "; ".join(f"{name or 'X-ALPR-File'}: {message}" for name, message in faults.items())
        raise BadInput(f"{told}.", where=", ".join(faults), how="Say the file's name.") from None
