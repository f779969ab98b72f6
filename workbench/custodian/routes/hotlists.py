"""Hotlists as an administrator keeps them (464.3.1, 464.7(f), 464.7(g)); no answer holds a plate."""

from __future__ import annotations

from typing import Annotated

import pydantic
from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool

from workbench.collection.hotlists.install import INSTALL, demand_hotlist, install_hotlist
from workbench.collection.hotlists.keep import list_hotlists, retire_hotlist
from workbench.custodian import spool
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.routes.ingest import announced, demand_isolation
from workbench.custodian.services import Services
from workbench.errors import BadInput, StoreUnavailable
from workbench.gate import Request as Act
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.wire.hotlists import HotlistOffer, HotlistPage, HotlistQuery, HotlistReceipt, HotlistRetired

router = APIRouter(prefix="/hotlists")
files = APIRouter(prefix="/hotlists")
"""What takes a file: its requests may be larger."""


@router.post("/list")
def lists(query: HotlistQuery, caller: Person, rooms: Rooms) -> HotlistPage:
    """All versions of all lists, the newest first."""
    return list_hotlists(rooms.gate, rooms.registers, caller, query)


@router.post("/retire", status_code=204)
def retire(said: HotlistRetired, caller: PersonNow, rooms: Rooms) -> None:
    """End a list: from the next batch on it matches nothing."""
    retire_hotlist(rooms.gate, rooms.registers, caller, said)


@files.post("/install")
async def install(
    request: Request, caller: PersonNow, rooms: Rooms, x_alpr_hotlist: Annotated[str, Header()]
) -> HotlistReceipt:
    """The body is the file as it is; the header ``X-ALPR-Hotlist`` says which list it is and whose data."""
    offer = _offered(x_alpr_hotlist)
    await run_in_threadpool(_demand, rooms, caller, offer)
    place = spool.folder(rooms.settings)
    try:
        async with spool.spooled(request.stream(), announced(request), place) as file:
            return await run_in_threadpool(
                install_hotlist, rooms.gate, rooms.registers, caller, offer, file, rooms.settings
            )
    except OSError as error:
        raise StoreUnavailable(
            "The list could not be written to disk; the one in force stays.",
            how="Free space and send it again.",
            section="464.7(g)",
            diagnostic=str(error.errno),
        ) from error


def _offered(header: str) -> HotlistOffer:
    try:
        return HotlistOffer.model_validate_json(header)
    except pydantic.ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}
        told = "; ".join(f"{name or 'X-ALPR-Hotlist'}: {message}" for name, message in faults.items())
        raise BadInput(told, where=", ".join(faults), how="Say name and source.") from None


def _demand(rooms: Services, caller: Caller, offer: HotlistOffer) -> None:
    """Who may not install it is refused before the first byte is written down."""
    demand_isolation(rooms, caller, Act(INSTALL, Operation.HOTLIST, offer.model_dump(mode="json")))
    demand_hotlist(rooms.gate, rooms.registers, caller, offer, rooms.settings)
