"""What a token may ask (464.4): the Hub's roles and custom scopes, written from the one table of roles.

A person's roles arrive as groups named ``role:<role>``. Nobody is a Hub administrator: that role can act *as*
another person (464.5.1). The scope to assent is held by people, and asked for by the edge's OAuth client
alone: a server's token and a server's own OAuth client never ask for it, and the Hub grants no token a scope
that its client may not ask for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from workbench.policy.roles import ASSENT_SCOPE, GRANTS, PERSONAL, ROLE_GROUP, Operation, Role, scope

EDGE = "edge"
EDGE_ACCESS = f"access:services!service={EDGE}"

USER_SCOPES = ("read:users!user", "users:activity!user", "servers!user", "access:servers!user")
"""What everybody may do: see and run a server of his or her own; not make a token (the default can)."""

PAGE_ONLY = frozenset({Operation.ADMINISTER, Operation.APPROVE})
"""What is done on a signed-in page alone; a trainer's notebook lists trainees, but signs nobody off."""

SERVER_SCOPES = (
    "users:activity!user",
    "access:servers!server",
    *sorted(scope(operation) for operation in frozenset(Operation) - PAGE_ONLY),
)
"""What a person's server asks for, of which it gets what the person holds. Never what widens access, nor to assent."""

EDGE_SCOPES = tuple(
    sorted(
        {
            ASSENT_SCOPE,
            *(scope(op) for op in (Operation.DECLARE, Operation.APPROVE, Operation.TRAIN, Operation.ADMINISTER)),
        }
    )
)
"""What the edge's pages ask for in a person's name: to answer questions and to administer, never to read."""


class HubRole(TypedDict, total=False):
    """A role as ``JupyterHub.load_roles`` takes it."""

    name: str
    description: str
    scopes: list[str]
    groups: list[str]
    services: list[str]


def groups(roles: Iterable[Role]) -> list[str]:
    """The Hub's groups of somebody with these roles."""
    return sorted(f"{ROLE_GROUP}{role.value}" for role in roles)


def custom_scopes() -> dict[str, dict[str, str]]:
    """Each operation as a scope of its own, and the scope to assent."""
    described = {scope(op): {"description": f"ALPR: {op.value.replace('-', ' ')}"} for op in Operation}
    return described | {ASSENT_SCOPE: {"description": "ALPR: confirm or approve on a signed-in page"}}


def hub_roles() -> list[HubRole]:
    """The roles of people: the narrowed ``user`` role, and one a role of the table."""
    narrowed = HubRole(name="user", description="One's own server", scopes=list(USER_SCOPES))
    return [narrowed, *(_role(role) for role in sorted(PERSONAL))]


def _role(role: Role) -> HubRole:
    return HubRole(
        name=f"alpr-{role.value}",
        description=f"ALPR {role.value.replace('_', ' ')}",
        scopes=sorted({ASSENT_SCOPE, EDGE_ACCESS, *(scope(operation) for operation in GRANTS[role])}),
        groups=groups([role]),
    )
