"""What an administrator sees and keeps from a notebook (464.3, 464.3.1): nothing of it widens anybody's access."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.administration.configuration import configuration
from workbench.administration.lists import import_cases, keep_camera, keep_lexicon, lists, unwatch, watch
from workbench.administration.programme import programme
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.people import demand_known
from workbench.policy.roles import Operation
from workbench.wire.programme import Configuration, Programme
from workbench.wire.programme_lists import (
    CaseList,
    ImportCases,
    KeepCamera,
    KeepLexicon,
    Lexicon,
    ProgrammeLists,
    UnwatchPlate,
    WatchEntry,
    WatchPlate,
)

router = APIRouter(prefix="/administration")


@router.get("/programme")
def shown(caller: Person, rooms: Rooms) -> Programme:
    """People, delegations and devices at a glance."""
    return programme(rooms.gate, rooms.registers, rooms.settings, caller)


@router.get("/configuration")
def configured(caller: Person, rooms: Rooms) -> Configuration:
    """The configuration with its explanations, read-only."""
    return configuration(rooms.gate, rooms.settings, caller)


@router.get("/lists")
def kept(caller: Person, rooms: Rooms, response: Response) -> ProgrammeLists:
    """Cameras, watched plates as keyed hashes, the list of open cases without its numbers, lists of words."""
    response.headers["Cache-Control"] = "no-store"
    return lists(rooms.gate, rooms.registers, caller)


@router.post("/cameras", status_code=204)
def camera(said: KeepCamera, caller: PersonNow, rooms: Rooms) -> None:
    """Register a camera, or change what stands of it."""
    keep_camera(rooms.gate, rooms.registers, caller, said, rooms.settings.sources.names)


@router.post("/watch", status_code=201)
def watched(said: WatchPlate, caller: PersonNow, rooms: Rooms) -> WatchEntry:
    """Have audits look for whoever searches a plate."""
    if said.about and Operation.OVERSEE in caller.operations:
        demand_known([said.about], rooms, "about", "464.7.1(b)")
    return watch(rooms.gate, rooms.registers, caller, said)


@router.post("/watch/remove", status_code=204)
def unwatched(said: UnwatchPlate, caller: PersonNow, rooms: Rooms) -> None:
    """Take an entry off the watch-list, once a second administrator approved it."""
    unwatch(rooms.gate, rooms.registers, caller, said)


@router.post("/cases", status_code=201)
def cases(said: ImportCases, caller: PersonNow, rooms: Rooms) -> CaseList:
    """Put a list of open cases in force, whole or not at all."""
    return import_cases(rooms.gate, rooms.registers, caller, said)


@router.post("/lexicons", status_code=201)
def words(said: KeepLexicon, caller: PersonNow, rooms: Rooms) -> Lexicon:
    """Put a new version of a list of words in force."""
    return keep_lexicon(rooms.gate, rooms.registers, caller, said)
