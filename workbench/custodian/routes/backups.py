"""Backups and drills of the operator's (464.9, 464.10): over the socket, for the custodian's own OS user and root."""

from __future__ import annotations

from fastapi import APIRouter, Request

from workbench.custodian.accounts import account_of
from workbench.custodian.backing import OwnDesk
from workbench.custodian.caller import Rooms, peer
from workbench.custodian.doors import Operator
from workbench.custodian.services import Services
from workbench.wire.backups import BackupEnded, DrillEnded, MomentTaken, Recorded

router = APIRouter(prefix="/backups", dependencies=[Operator])


@router.post("/taken")
def taken(request: Request, rooms: Rooms) -> MomentTaken:
    """Take a moment of everything, for the command that archives it; nothing of it goes over the socket."""
    return _desk(request, rooms).taken()


@router.post("/ended")
def ended(said: BackupEnded, request: Request, rooms: Rooms) -> Recorded:
    """How the archiving ended."""
    return _desk(request, rooms).ended(said)


@router.post("/drilled")
def drilled(said: DrillEnded, request: Request, rooms: Rooms) -> Recorded:
    """How a drill ended."""
    return _desk(request, rooms).drilled(said)


def _desk(request: Request, rooms: Services) -> OwnDesk:
    uid = peer(request)
    who = "" if uid is None else account_of(uid) or f"uid {uid}"
    return OwnDesk(rooms.gate, rooms.registers, rooms.settings, who)
