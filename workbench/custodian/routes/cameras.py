"""Where cameras stand (464.7(d)): for the map that somebody draws a scene on."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person
from workbench.search.cameras import known_cameras
from workbench.wire.programme_lists import KnownCameras

router = APIRouter(prefix="/cameras")


@router.get("")
def cameras(caller: Person, rooms: Rooms) -> KnownCameras:
    """The registered cameras in use, of the sources that the caller was granted."""
    return known_cameras(rooms.gate, rooms.registers, caller)
