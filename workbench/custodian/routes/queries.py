"""How far one's own search is, and calling it off (464.10(a)). What it found so far is not told."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.wire.queries import QueryProgress

router = APIRouter(prefix="/queries")


@router.get("/{query_id}")
def progress(query_id: str, caller: Person, rooms: Rooms) -> QueryProgress:
    """Parts done and known of; no plate."""
    return rooms.queries.progress(caller.username, query_id)


@router.delete("/{query_id}", status_code=204)
def cancel(query_id: str, caller: Person, rooms: Rooms) -> None:
    """Call one's own search off; it ends on record as cancelled, and releases nothing."""
    rooms.queries.cancel(caller.username, query_id)
