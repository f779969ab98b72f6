"""The transparency report of a quarter (464.8), until it is approved on the page of decisions."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.custodian.caller import Rooms
from workbench.custodian.doors import PersonNow
from workbench.release.publication.policies import propose_policy
from workbench.release.publication.publishing import draft, propose, proposed
from workbench.wire.publication import (
    AskReport,
    Draft,
    NewPolicy,
    ProposedPolicy,
    ProposeReport,
    Publication,
    Publications,
)

router = APIRouter(prefix="/publications")


@router.get("")
def register(caller: PersonNow, rooms: Rooms) -> Publications:
    """All that were proposed, and the quarters without a report."""
    return proposed(rooms.gate, rooms.registers, caller, rooms.settings)


@router.post("/draft")
def drafted(said: AskReport, caller: PersonNow, rooms: Rooms) -> Draft:
    """The report of a quarter as the log gives it now."""
    return draft(rooms.gate, rooms.reader, rooms.registers, caller, said, rooms.settings)


@router.post("/policies", status_code=201)
def policy(said: NewPolicy, caller: PersonNow, rooms: Rooms) -> ProposedPolicy:
    """Propose a version of the policy."""
    return propose_policy(rooms.gate, rooms.registers, caller, said)


@router.post("", status_code=201)
def proposal(said: ProposeReport, caller: PersonNow, rooms: Rooms) -> Publication:
    """Propose the report that was drafted."""
    return propose(rooms.gate, rooms.reader, rooms.registers, caller, said, rooms.settings)
