"""Breaches (464.10): reported, measured by the log, told of, and closed on the page of decisions."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.release.breaches import breaches, finish_breach, report_breach, scope_breach, tell_of_breach
from workbench.wire.breach import AskScope, Breach, Breaches, CloseBreach, NewBreach, NewNotice, Notice, Scope

router = APIRouter(prefix="/breaches")


@router.get("")
def register(caller: PersonNow, rooms: Rooms) -> Breaches:
    """All that were reported, newest first."""
    return breaches(rooms.gate, rooms.registers, caller)


@router.post("", status_code=201)
def report(said: NewBreach, caller: PersonNow, rooms: Rooms) -> Breach:
    """Report a breach."""
    return report_breach(rooms.gate, rooms.registers, caller, said)


@router.post("/scope", status_code=201)
def scope(said: AskScope, caller: PersonNow, rooms: Rooms) -> Scope:
    """Who was shown how much, by the log."""
    return scope_breach(rooms.gate, rooms.reader, rooms.registers, caller, said)


@router.post("/notices", status_code=201)
def notice(said: NewNotice, caller: PersonNow, rooms: Rooms) -> Notice:
    """Keep on file who was told."""
    return tell_of_breach(rooms.gate, rooms.registers, caller, said)


@router.post("/finish", status_code=204)
def finish(said: CloseBreach, caller: PersonNow, rooms: Rooms) -> None:
    """Ask for its closing."""
    finish_breach(rooms.gate, rooms.registers, caller, said)
