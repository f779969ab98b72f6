"""The programme as an administrator sees it (464.3, 464.3.1): people, delegations, devices, the configuration."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.policy.roles import Operation
from workbench.wire.administration import Name
from workbench.wire.base import Message, Short, Time

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=500)]


class PersonShown(Message):
    """One account, as the Hub last told, and how the person stands."""

    username: str
    roles: list[str]
    state: str
    """``active``, ``disabled`` at the Hub, ``compromised`` (others may know the password), or ``suspended`` here."""
    why: str
    made_by: str
    signed_in_at: Time | None
    standing: str
    trained: bool
    sources: list[str]
    delegated: list[str]


class DelegationShown(Message):
    """One delegation; ``state`` is ``open``, ``to come``, ``over`` or ``ended``."""

    delegation: int
    username: str
    operations: list[str]
    begins_at: Time
    until: Time
    reason: str
    by: str
    approved_by: str
    record: int
    state: str


class DeviceShown(Message):
    """A camera or vehicle that hands over reads."""

    name: str
    source: str
    camera: str
    added_by: str
    record: int


class Programme(Message):
    """Everything at a glance, and the records of this look."""

    people: list[PersonShown]
    delegations: list[DelegationShown]
    devices: list[DeviceShown]
    sources: list[str]
    record: int
    result_record: int


class Setting(Message):
    """One key of the configuration: its value, what it means, the section that bounds it."""

    key: str
    value: str
    default: str
    explained: str
    section: str


class Configuration(Message):
    """The configuration that this service runs with; ``sha256`` is of its file as it was read."""

    settings: list[Setting]
    sha256: str
    record: int
    result_record: int


class Delegate(Message):
    """A part of the day-to-day work for a member, for a time; UTC."""

    username: Name
    operations: Annotated[list[Operation], Field(min_length=1, max_length=8)]
    begins_at: Time
    until: Time
    reason: Reason


class EndDelegation(Message):
    """Take a delegation back."""

    delegation: int


class Suspend(Message):
    """Let nothing open to somebody."""

    username: Name
    reason: Reason


class Readmit(Message):
    """End a suspension."""

    username: Name
    reason: Short = ""
