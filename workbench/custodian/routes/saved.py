"""One's own saved searches (464.5, 464.7(d)): forms, never reads."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.search.saved import forget_search, keep_search, list_saved
from workbench.wire.saved import ForgetSearch, KeepSearch, SavedSearch, SavedSearches

router = APIRouter(prefix="/saved-searches")


@router.get("")
def saved(caller: Person, rooms: Rooms, response: Response) -> SavedSearches:
    """The caller's own, by name; looking at them is on record, as a pattern may be a plate."""
    response.headers["Cache-Control"] = "no-store"
    return list_saved(rooms.gate, rooms.registers, caller)


@router.post("")
def keep(said: KeepSearch, caller: PersonNow, rooms: Rooms) -> SavedSearch:
    """Keep a form under a name."""
    return keep_search(rooms.gate, rooms.registers, caller, said)


@router.post("/forget", status_code=204)
def forget(said: ForgetSearch, caller: PersonNow, rooms: Rooms) -> None:
    """Delete one of the caller's own."""
    forget_search(rooms.gate, rooms.registers, caller, said)
