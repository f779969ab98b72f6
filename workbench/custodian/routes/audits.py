"""Audits of the access log (464.6, 464.10(c))."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.audit import finding, leading, reviewing
from workbench.audit.announcing_foreign import announce_foreign
from workbench.audit.queue import queue
from workbench.audit.report.seal import sealed_report
from workbench.custodian.auditing import desk_of
from workbench.custodian.caller import Rooms
from workbench.custodian.doors import Person, PersonNow
from workbench.custodian.searching import with_receipt
from workbench.wire.audits import (
    Announce,
    AnnounceForeign,
    AskQueue,
    AskReport,
    AskRows,
    Audit,
    AuditRows,
    Audits,
    Decide,
    Draw,
    Finding,
    Queue,
    RaiseFinding,
    Review,
    Said,
    SealedReport,
    Standing,
)

router = APIRouter(prefix="/audits")


@router.get("")
def audits(caller: Person, rooms: Rooms) -> Audits:
    """All audits, and the quarters that wait for one."""
    return leading.audits(desk_of(rooms, caller))


@router.post("/announce", status_code=201)
def announce(said: Announce, caller: PersonNow, rooms: Rooms) -> Audit:
    """Begin an audit, and name the public value that will draw its sample."""
    return leading.announce(desk_of(rooms, caller, said), said)


@router.post("/announce-foreign", status_code=201)
def announce_other(said: AnnounceForeign, caller: PersonNow, rooms: Rooms) -> Audit:
    """Begin the audit of another system's log, likewise."""
    return announce_foreign(desk_of(rooms, caller, said), said)


@router.post("/draw")
def draw(said: Draw, caller: PersonNow, rooms: Rooms) -> Audit:
    """Draw the sample with the value that came out."""
    return leading.drawn(desk_of(rooms, caller, said), said)


@router.post("/rows")
def rows(said: AskRows, caller: Person, rooms: Rooms) -> AuditRows:
    """The rows of an audit: what was asked, seen and why."""
    found = reviewing.rows_of(desk_of(rooms, caller, said), said)
    return with_receipt(rooms, found, found.record)


@router.post("/review")
def review(said: Review, caller: PersonNow, rooms: Rooms) -> Said:
    """Say what a row is."""
    return reviewing.say(desk_of(rooms, caller, said), said)


@router.post("/standing")
def standing(said: AskRows, caller: Person, rooms: Rooms) -> Standing:
    """How an audit stands: findings, agreement, estimate."""
    return finding.standing(desk_of(rooms, caller, said), said)


@router.post("/findings", status_code=201)
def raised(said: RaiseFinding, caller: PersonNow, rooms: Rooms) -> Finding:
    """Put rows before the administrator."""
    return finding.raise_finding(desk_of(rooms, caller, said), said)


@router.post("/findings/decide")
def decide(said: Decide, caller: PersonNow, rooms: Rooms) -> Finding:
    """Decide a finding; a second person approves it first."""
    return finding.decide(desk_of(rooms, caller, said), said)


@router.post("/queue")
def flagged(said: AskQueue, caller: Person, rooms: Rooms) -> Queue:
    """What the detectors say of a window of time."""
    found = queue(desk_of(rooms, caller, said), said)
    return with_receipt(rooms, found, found.record)


@router.post("/report")
def report(said: AskReport, caller: PersonNow, rooms: Rooms) -> SealedReport:
    """Seal the report of an audit, or have the sealed one again."""
    made = sealed_report(desk_of(rooms, caller, said), said)
    return with_receipt(rooms, made, made.result_record)
