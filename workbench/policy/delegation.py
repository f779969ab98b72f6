"""Delegated members (464.3): named, for a time, for a part of the day-to-day work; never for what widens access."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.policy.decision import Assent, Decision, allow, refuse
from workbench.policy.roles import Operation, Role
from workbench.policy.sections import Section

DELEGABLE = frozenset({Operation.INGEST, Operation.HOTLIST, Operation.RETAIN, Operation.READ_LOG, Operation.OVERSEE})
"""The day-to-day work. To administer, approve and sign off is nobody's to pass on: a delegate widens no rights."""
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Delegating:
    """What is to be delegated, by whom and to whom; times are UTC, ``roles`` those of the delegate."""

    by: str
    to: str
    roles: Collection[Role]
    operations: Collection[Operation]
    begins: datetime
    until: datetime


def decide_delegation(asked: Delegating, now: datetime) -> Decision:
    """What stands in the way; else that a second administrator has to approve it, as it widens access."""
    if asked.to.casefold() == asked.by.casefold():
        return _no("Nobody delegates administration to himself or herself.", "Another administrator does it.")
    if beyond := sorted(operation.value for operation in set(asked.operations) - DELEGABLE):
        return _no(
            f"{', '.join(beyond)} can't be delegated: it widens access.",
            f"Choose from {', '.join(sorted(operation.value for operation in DELEGABLE))}.",
        )
    if not asked.operations:
        return _no("Nothing is delegated.", "Choose what the member is to do.")
    if not asked.roles or Role.VENDOR in asked.roles:
        return refuse(
            Section.AUTHORIZED_USERS,
            f"{asked.to} is no member of the department with a role here.",
            "Delegate to a member; vendors maintain the system and do nothing else.",
        )
    if asked.until <= max(now, asked.begins) or asked.until - asked.begins > LONGEST:
        return _no("A delegation has an end, a year ahead at most.", "Give a later beginning or another end.")
    return _no(
        "A delegation widens what a member may do.",
        "Have a second administrator approve it, then send the same form again.",
        Assent.SECOND_PERSON,
    )


def decide_widening(reason: str, section: Section) -> Decision:
    """What opens more to somebody, or to a device, is never one administrator's word; ``reason`` says what it opens."""
    how = "Have a second administrator approve it, then send the same form again."
    return refuse(section, reason, how, Assent.SECOND_PERSON)


def decide_other(by: str, to: str, reason: str) -> Decision:
    """Some acts are never about oneself; ``reason`` says which."""
    if to.casefold() == by.casefold():
        return refuse(Section.ADMINISTRATOR, reason, "Ask another administrator.")
    return allow(Section.ADMINISTRATOR)


def _no(reason: str, how: str, needs: Assent | None = None) -> Decision:
    return refuse(Section.ADMINISTRATION, reason, how, needs)
