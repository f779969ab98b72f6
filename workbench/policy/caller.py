"""The person behind a request, as the Hub and the registers know him or her (464.4, 464.5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workbench.policy.roles import Operation, Role


class Realm(StrEnum):
    """Which store a purpose opens: the agency's reads, or the synthetic ones for training."""

    LIVE = "live"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the training register says of one person (464.4.1); times are UTC, None for never.

    ``acknowledged`` is the version of the policy that the person acknowledged.
    """

    trained_until: datetime | None = None
    signed_off_by: str | None = None
    signed_off_at: datetime | None = None
    acknowledged: str | None = None
    record: int | None = None
    """Index of the access-log record of the sign-off that is relied on."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One signed-in person, as established by the Hub; nothing here comes from the request's body."""

    username: str
    organisation: str
    roles: frozenset[Role]
    operations: frozenset[Operation]
    standing: Standing = field(default_factory=Standing)
    sources: frozenset[str] = frozenset()
    """Sources of data granted to this person (464.7(f))."""
    address: str = ""
    may_assent: bool = False
    """The token came from a signed-in page of the edge, not from a kernel."""
