"""Taking in a batch of reads (464.7.1(a), 464.9): spooled to disk, read whole or not at all."""

from __future__ import annotations

from typing import Annotated

import pydantic
from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool

from workbench.collection.take import ACTION, demand_batch, take_batch
from workbench.custodian import spool
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.custodian.services import Services
from workbench.errors import BadInput, StoreUnavailable
from workbench.gate import Request as Act
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import refuse
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.wire.ingest import BatchOffer, BatchReceipt

router = APIRouter()


@router.post("/ingest/batches")
async def batches(
    request: Request, caller: Person, rooms: Rooms, x_alpr_offer: Annotated[str, Header()]
) -> BatchReceipt:
    """The body is the file as it is; the header ``X-ALPR-Offer`` says what it is and where it comes from."""
    return await taken(request, rooms, caller, offered(x_alpr_offer))


def offered(header: str) -> BatchOffer:
    """The offer in the header; raises ``BadInput`` naming the field that is wrong."""
    try:
        # The server reads headers as Latin-1; JSON is UTF-8, and pydantic tells when it is not.
        return BatchOffer.model_validate_json(header.encode("latin-1"))
    except pydantic.ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}
        told = "; ".join(f"{name or 'X-ALPR-Offer'}: {message}" for name, message in faults.items())
        raise BadInput(f"{told}.", where=", ".join(faults), how="Say name, source and provenance.") from None


def demand_isolation(rooms: Services, caller: Caller, asked: Act) -> None:
    """Without isolation only the generated agency is served: refuse, recorded, whatever else is handed in."""
    if rooms.settings.isolation.enforced:
        return
    told = refuse(
        Section.LOGGED_SYSTEM,
        "Isolation is not enforced on this machine, so only the generated agency is served here.",
        "Run bin/up as root to take in real reads.",
    )
    raise rooms.gate.refuse(caller, None, asked, told)


async def taken(request: Request, rooms: Services, caller: Caller, offer: BatchOffer) -> BatchReceipt:
    """Spool the body, then take it; the spooled copy goes when the receipt stands or the batch is refused.

    Who may not hand this in is refused before the first byte is written down.
    """
    await run_in_threadpool(_demand, rooms, caller, offer)
    try:
        async with spool.spooled(request.stream(), announced(request), spool.folder(rooms.settings)) as file:
            return await run_in_threadpool(
                take_batch,
                rooms.gate,
                rooms.stores[Realm.LIVE],
                rooms.registers,
                caller,
                offer,
                file,
                rooms.settings,
            )
    except OSError as error:
        raise StoreUnavailable(
            "The batch could not be written to disk; nothing of it was taken.",
            how="Free space and send it again: nothing is taken twice.",
            section="464.9",
            diagnostic=str(error.errno),
        ) from error


def _demand(rooms: Services, caller: Caller, offer: BatchOffer) -> None:
    demand_isolation(rooms, caller, Act(ACTION, Operation.INGEST, offer.model_dump(mode="json")))
    demand_batch(rooms.gate, Realm.LIVE, caller, offer, rooms.settings)


def announced(request: Request) -> int:
    """How many bytes the sender says that it sends; 0 when it doesn't say."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() else 0
