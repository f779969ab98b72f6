"""What waits for a person, told on the first page (464.3.1, 464.4.1, 464.6, 464.9): one small function a duty."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from workbench.audit.due import due
from workbench.custodian.matters import DECIDING
from workbench.custodian.services import Services
from workbench.policy.assents import REVIEW_WITHIN
from workbench.policy.caller import Caller
from workbench.policy.roles import Operation, Role
from workbench.policy.training_rules import reminder
from workbench.prose.words import listed, local, plural
from workbench.wire.docket import Kind, State
from workbench.wire.page import EDGE
from workbench.wire.purpose import Due


def due_for(caller: Caller, rooms: Services) -> list[Due]:
    """What waits for somebody who may do it, what presses first.

    Counts and case numbers alone, so it is no look at a read.
    """
    found = [each for duty in _DUTIES for each in duty(caller, rooms)]
    return sorted(found, key=lambda each: not each.pressing)


def _audits(caller: Caller, rooms: Services) -> Iterator[Due]:
    """Quarters whose audit is overdue: the oldest of many is named."""
    if Role.ADMINISTRATOR not in caller.roles:
        return
    now, zone, sealed = rooms.gate.now(), rooms.settings.agency.time_zone, rooms.registers.audits.sealed()
    quarters = due(rooms.notary.began(), now, zone, sealed, rooms.settings.audit.due_days)
    late = [each.quarter for each in quarters if each.overdue]
    if late:
        some = late if len(late) <= _NAMED else [late[0], f"{len(late) - 1} quarters more"]
        text = f"Overdue: the audit of {listed(some)}."
        yield Due(text=text, notebook="audit.ipynb", section="464.6", pressing=True)


_NAMED = 3
"""Quarters that are named."""


def _training(caller: Caller, rooms: Services) -> Iterator[Due]:
    """A training that ends soon, a policy that is new, a session to come."""
    now, version = rooms.gate.now(), rooms.registers.policies.current().version
    zone = rooms.settings.agency.time_zone
    if ending := reminder(caller.standing, now, version):
        yield Due(text=ending, notebook="training.ipynb", section="464.4.1", pressing=True)
    coming = [each for each in rooms.registers.training_sessions.of(caller.username) if each.starts_at > now]
    for each in reversed(coming):
        where = f", {each.place}" if each.place else ""
        text = f"Training session “{each.title}” with {each.trainer}: {local(each.starts_at, zone)}{where}."
        yield Due(text=f"{text} You are on its roster.", notebook="training.ipynb", section="464.12")


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
            yield Due(text=text, notebook="access_log.ipynb", section="464.5.2", pressing=True)


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
            yield Due(text=text, page=f"{EDGE}decisions", section="464.10(b)", pressing=True)


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
        entry
        for entry in rooms.registers.docket.waiting()
        if entry.kind is not Kind.GLASS and caller.username not in DECIDING[entry.kind].others(entry)
    ]
    if others:
        text = f"{plural(len(others), 'entry waits', 'entries wait')} for your decision, on the page Decisions."
        yield Due(text=text, page=f"{EDGE}decisions", section="464.11")


_DUTIES = (_audits, _compromised, _glass, _breaches, _holds, _decisions, _training)
