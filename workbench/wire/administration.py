"""Administrative acts on a signed-in page (464.3.1)."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from workbench.wire.base import Message, Short

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,40}$")]


class DelegationLine(Message):
    """A delegation that stands, in words."""

    delegation: int
    words: str


class Administration(Message):
    """What an administrator can grant."""

    sources: list[str]
    devices: list[str]
    people: list[str] = []
    suspended: list[str] = []
    delegable: list[str] = []
    delegations: list[DelegationLine] = []


class SourceGrant(Message):
    """A source of data granted to a person, or taken back (464.7(f))."""

    username: Name
    source: Short
    granted: bool


class NewDevice(Message):
    """A camera or vehicle that will hand over reads."""

    name: Name
    source: Short
    camera: Short = ""


class DeviceGone(Message):
    """A device whose credential is taken back."""

    name: Name


class DeviceAdded(Message):
    """Its credential, told once: send it in the header ``X-ALPR-Device``."""

    name: str
    credential: str
