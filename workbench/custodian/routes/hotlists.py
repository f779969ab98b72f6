"""Hotlists as an administrator keeps them (464.3.1, 464.7(f), 464.7(g)); what shows entries is on record twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import pydantic
from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from workbench.collection.hotlists.install import INSTALL, demand_hotlist, install_hotlist
from workbench.collection.hotlists.keep import list_hotlists, retire_hotlist
from workbench.collection.hotlists.own_entries import add_entry, page_of_entries, withdraw_entry
from workbench.collection.hotlists.preview import demand_preview, preview_hotlist
from workbench.custodian import spool
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.routes.ingest import announced, demand_isolation
from workbench.custodian.searching import with_receipt
from workbench.custodian.services import Services
from workbench.errors import BadInput, StoreUnavailable
from workbench.gate import Request as Act
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation
from workbench.wire.base import Message
from workbench.wire.hotlist_entries import (
    EntryPage,
    EntryQuery,
    EntryWithdrawn,
    HotlistPreview,
    OwnChanged,
    OwnEntry,
    PreviewOffer,
)
from workbench.wire.hotlists import HotlistOffer, HotlistPage, HotlistQuery, HotlistReceipt, HotlistRetired

Said = TypeVar("Said", bound=Message)
Taken = TypeVar("Taken", bound=Message)
router = APIRouter(prefix="/hotlists")
files = APIRouter(prefix="/hotlists")
"""What takes a file: its requests may be larger."""


@router.post("/list")
def lists(query: HotlistQuery, caller: Person, rooms: Rooms) -> HotlistPage:
    """All versions of all lists, the newest first."""
    return list_hotlists(rooms.gate, rooms.registers, caller, query, rooms.settings)


@router.post("/retire", status_code=204)
def retire(said: HotlistRetired, caller: PersonNow, rooms: Rooms) -> None:
    """End a list: from the next batch on it matches nothing."""
    retire_hotlist(rooms.gate, rooms.registers, caller, said)


@router.post("/entries")
def entries(query: EntryQuery, caller: Person, rooms: Rooms, response: Response) -> EntryPage:
    """Entries of a list in force, for whoever was granted its source."""
    purpose = rooms.registers.purposes.get(query.purpose_id)
    found = page_of_entries(rooms.gate, rooms.registers, caller, purpose, query, rooms.settings)
    rooms.registers.purposes.touch(query.purpose_id, rooms.gate.now())
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)


@router.post("/enter")
def enter(said: OwnEntry, caller: PersonNow, rooms: Rooms) -> OwnChanged:
    """An entry of our own; from the next batch on reads are matched with it."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    return add_entry(rooms.gate, rooms.registers, caller, purpose, said, rooms.settings)


@router.post("/withdraw")
def withdraw(said: EntryWithdrawn, caller: PersonNow, rooms: Rooms) -> OwnChanged:
    """Take an entry of our own back."""
    purpose = rooms.registers.purposes.get(said.purpose_id)
    return withdraw_entry(rooms.gate, rooms.registers, caller, purpose, said, rooms.settings)


@files.post("/preview")
async def preview(
    request: Request, caller: Person, rooms: Rooms, response: Response, x_alpr_preview: Annotated[str, Header()]
) -> HotlistPreview:
    """What the file would be as a list, and what it would change; the body as for ``install``, and nothing changes."""
    asked = _told(PreviewOffer, "X-ALPR-Preview", x_alpr_preview)
    purpose = rooms.registers.purposes.get(asked.purpose_id)
    demand = partial(demand_preview, rooms.gate, rooms.registers, caller, purpose, asked, rooms.settings)
    look = partial(preview_hotlist, rooms.gate, rooms.registers, caller, purpose, asked)
    await run_in_threadpool(demand)
    found = await _spooled(request, rooms, lambda file: look(file, rooms.settings))
    response.headers["Cache-Control"] = "no-store"
    return with_receipt(rooms, found, found.result_record)


@files.post("/install")
async def install(
    request: Request, caller: PersonNow, rooms: Rooms, x_alpr_hotlist: Annotated[str, Header()]
) -> HotlistReceipt:
    """The body is the file as it is; the header ``X-ALPR-Hotlist`` says which list it is and whose data."""
    offer = _told(HotlistOffer, "X-ALPR-Hotlist", x_alpr_hotlist)
    await run_in_threadpool(_demand, rooms, caller, offer)
    take = partial(install_hotlist, rooms.gate, rooms.registers, caller, offer)
    return await _spooled(request, rooms, lambda file: take(file, rooms.settings))


async def _spooled(request: Request, rooms: Services, take: Callable[[Path], Taken]) -> Taken:
    """What is made of the body, which is written down for so long."""
    try:
        async with spool.spooled(request.stream(), announced(request), spool.folder(rooms.settings)) as file:
            return await run_in_threadpool(take, file)
    except OSError as error:
        raise StoreUnavailable(
            "The list could not be written to disk; the one in force stays.",
            how="Free space and send it again.",
            section="464.7(g)",
            diagnostic=str(error.errno),
        ) from error


def _told(message: type[Said], name: str, header: str) -> Said:
    try:
        return message.model_validate_json(header)
    except pydantic.ValidationError as error:
        faults = {".".join(map(str, fault["loc"])).removeprefix("offer."): fault["msg"] for fault in error.errors()}
        told = "; ".join(f"{field or name}: {words}" for field, words in faults.items())
        raise BadInput(told, where=", ".join(faults), how="Say name and source.") from None


def _demand(rooms: Services, caller: Caller, offer: HotlistOffer) -> None:
    """Who may not install it is refused before the first byte is written down."""
    demand_isolation(rooms, caller, Act(INSTALL, Operation.HOTLIST, offer.model_dump(mode="json")))
    demand_hotlist(rooms.gate, rooms.registers, caller, offer, rooms.settings)
