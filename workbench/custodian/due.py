"""What waits for a person, told on the first page (464.3.1, 464.9): one small function a duty."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from workbench.custodian.matters import DECIDING
from workbench.custodian.services import Services
from workbench.policy.assents import REVIEW_WITHIN
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation, Role
from workbench.prose.words import listed, plural
from workbench.wire.docket import Kind, State
from workbench.wire.page import EDGE
from workbench.wire.purpose import Due


def due_for(caller: Caller, rooms: Services) -> list[Due]:
    """What waits for somebody who may do it; counts and case numbers alone, so it is no look at a read."""
    return [each for duty in _DUTIES for each in duty(caller, rooms)]


def _compromised(caller: Caller, rooms: Services) -> Iterator[Due]:
    """Whoever said that others may know the password: nobody can work under that name before a new one is given."""
    if Role.ADMINISTRATOR not in caller.roles:  # to administer is on no kernel's token
        return
    for person in rooms.registers.people.all():
        if person.compromised_at is not None:
            since = person.compromised_at.astimezone(ZoneInfo(rooms.settings.agency.time_zone))
            text = (
                f"{person.username} says since {since:%Y-%m-%d %H:%M} that others may know the password: look at what "
                "was done under that name, then give a new first password."
            )
            yield Due(text=text, notebook="access_log.ipynb", section="464.5.2")


def _glass(caller: Caller, rooms: Services) -> Iterator[Due]:
    """Searches that were made without the second person whom they take: somebody looks at each within 72 hours."""
    if Role.ADMINISTRATOR not in caller.roles:
        return
    now, zone = rooms.gate.now(), ZoneInfo(rooms.settings.agency.time_zone)
    for entry in rooms.registers.docket.of(Kind.GLASS):
        if entry.state is State.WAITING and entry.entered_by != caller.username:
            by = entry.entered_at + REVIEW_WITHIN
            late = "OVERDUE since" if by <= now else "to be looked at by"
            text = f"{entry.entered_by} searched without a second person: {late} {by.astimezone(zone):%Y-%m-%d %H:%M}."
            yield Due(text=text, page=f"{EDGE}decisions", section="464.10(b)")


def _holds(caller: Caller, rooms: Services) -> Iterator[Due]:
    """Holds whose day of review has come: they stand until somebody says that they go on, or lifts them."""
    if Operation.RETAIN not in caller.operations:
        return
    today = rooms.gate.now().astimezone(ZoneInfo(rooms.settings.agency.time_zone)).date()
    due = [hold.case_number for hold in rooms.registers.holds.standing() if hold.review_by <= today]
    if due:
        cases = listed(due[:3] if len(due) <= 3 else [*due[:3], f"{len(due) - 3} more"])
        yield Due(text=f"Holds to be looked at again: {cases}.", notebook="holds.ipynb", section="464.9")


def _breaches(caller: Caller, rooms: Services) -> Iterator[Due]:
    """Breaches that are open."""
    if Operation.RETAIN not in caller.operations:
        return
    count = sum(entry.state is State.OPEN for entry in rooms.registers.docket.of(Kind.BREACH))
    if count:
        yield Due(
            text=f"{plural(count, 'breach', 'breaches')} to be dealt with.", notebook="breaches.ipynb", section="464.10"
        )


def _decisions(caller: Caller, rooms: Services) -> Iterator[Due]:
    """What somebody else entered and waits for this person's word."""
    if Role.ADMINISTRATOR not in caller.roles:  # to approve is on no kernel's token
        return
    others = [
        entry for entry in rooms.registers.docket.waiting() if caller.username not in DECIDING[entry.kind].others(entry)
    ]
    if others:
        text = f"{plural(len(others), 'entry waits', 'entries wait')} for your decision, on the page Decisions."
        yield Due(text=text, page=f"{EDGE}decisions", section="464.11")


_DUTIES = (_compromised, _glass, _breaches, _holds, _decisions)
