"""Who may use the system, and for what (464.3.1, 464.4): one table of roles and operations.

The Hub's custom scopes are generated from this table, so that what a token may do and what the
custodian admits can't drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

ROLE_GROUP = "role:"
"""A person's roles arrive from the Hub as groups with this prefix."""


class Role(StrEnum):
    """The kinds of member that 464.3.1, 464.4 and 464.12 name, and the auditor of 464.6."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    DISPATCHER = "dispatcher"
    COMMUNITY_SERVICE_OFFICER = "community_service_officer"
    ANALYST = "analyst"
    VENDOR = "vendor"
    TRAINER = "trainer"
    AUDITOR = "auditor"
    DEVICE = "device"
    """A camera or vehicle that hands over reads under a credential of its own; never a person."""


class Operation(StrEnum):
    """Something that a role may be allowed to ask of the custodian."""

    DECLARE = "declare"
    QUERY = "query"
    REVIEW = "review"
    """To say what stands in a read's image; what is said leads to hits and to how searches rank (464.7(g))."""
    EXPORT = "export"
    """Taking reads out as a file."""
    INGEST = "ingest"
    HOTLIST = "hotlist"
    RETAIN = "retain"
    SHARE = "share"
    """To enter other agencies' requests and to see the register of what left to whom."""
    ALERT = "alert"
    """To be told of a hit outside of the workbench: asked by the data service itself, held by no role."""
    LEARN = "learn"
    TRAIN = "train"
    READ_LOG = "read-log"
    OVERSEE = "oversee"
    """To see how the programme is set up, and to keep its lists: nothing of it widens anybody's access."""
    ADMINISTER = "administer"
    APPROVE = "approve"
    HEALTH = "health"


_BASE = frozenset({Operation.DECLARE, Operation.LEARN, Operation.HEALTH})
_MEMBER = _BASE | {Operation.QUERY}
_INVESTIGATES = _MEMBER | {Operation.REVIEW, Operation.EXPORT, Operation.SHARE}

GRANTS: dict[Role, frozenset[Operation]] = {
    Role.ADMINISTRATOR: _BASE
    | {Operation.INGEST, Operation.HOTLIST, Operation.READ_LOG, Operation.RETAIN, Operation.SHARE}
    | {Operation.OVERSEE, Operation.ADMINISTER, Operation.APPROVE},
    Role.OFFICER: _INVESTIGATES,
    Role.DISPATCHER: _MEMBER,
    Role.COMMUNITY_SERVICE_OFFICER: _MEMBER,
    Role.ANALYST: _INVESTIGATES | {Operation.INGEST},
    Role.VENDOR: frozenset({Operation.HEALTH}),
    Role.TRAINER: _MEMBER | {Operation.TRAIN},
    Role.AUDITOR: _BASE | {Operation.READ_LOG},
    Role.DEVICE: frozenset({Operation.INGEST}),
}

PERSONAL = frozenset(Role) - {Role.DEVICE}
"""The roles that a person may hold."""

SCOPE_PREFIX = "custom:alpr:"
ASSENT_SCOPE = SCOPE_PREFIX + "assent"
"""Held only by tokens that the edge got from a signed-in browser, never by a kernel's."""


def operations(roles: Iterable[Role]) -> frozenset[Operation]:
    """Everything that somebody with these roles may ask for."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def scope(operation: Operation) -> str:
    """The Hub's name for an operation, e.g. ``custom:alpr:query``."""
    return SCOPE_PREFIX + operation.value
