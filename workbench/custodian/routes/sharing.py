"""Requests for reads by other agencies, and agreements with them (464.9, 464.11)."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.release.sharing import close_release, end_agreement, enter_agreement, enter_release, listed
from workbench.wire.sharing import Agreement, CloseRelease, EndAgreement, NewAgreement, NewRelease, Release, Sharing

router = APIRouter(prefix="/sharing")


@router.get("")
def register(caller: PersonNow, rooms: Rooms) -> Sharing:
    """The register of requests and agreements."""
    return listed(rooms.gate, rooms.registers, caller, rooms.settings)


@router.post("/releases", status_code=201)
def release(said: NewRelease, caller: PersonNow, rooms: Rooms) -> Release:
    """Enter a written request."""
    return enter_release(rooms.gate, rooms.registers, caller, said, rooms.settings)


@router.post("/releases/close", status_code=204)
def close(said: CloseRelease, caller: PersonNow, rooms: Rooms) -> None:
    """Give nothing more out under a request."""
    close_release(rooms.gate, rooms.registers, caller, said)


@router.post("/agreements", status_code=201)
def agreement(said: NewAgreement, caller: PersonNow, rooms: Rooms) -> Agreement:
    """Enter an agreement."""
    return enter_agreement(rooms.gate, rooms.registers, caller, said, rooms.settings)


@router.post("/agreements/end", status_code=204)
def end(said: EndAgreement, caller: PersonNow, rooms: Rooms) -> None:
    """End an agreement before its time."""
    end_agreement(rooms.gate, rooms.registers, caller, said, rooms.settings)
