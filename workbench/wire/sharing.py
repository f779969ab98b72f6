"""Requests for reads by other agencies, and agreements with them (464.9, 464.11)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.policy.sharing import AgencyType, PermittedUse
from workbench.wire.base import Message, Short, Time
from workbench.wire.docket import Entered, Reason

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]


class NewRelease(Message):
    """A written request as it came: which agency, which person, and for what (464.11(a))."""

    agency: Name
    agency_type: AgencyType
    person: Name
    purpose: Reason
    written_on: date
    reference: Name
    """Where the writing is kept on file: a number, a letter's date, a message's sender."""
    permitted_use: PermittedUse
    agreement: int | None = Field(default=None, ge=1)
    """The agreement that it rests on; none: on its own approval."""
    paid: bool = False
    """Whether anything is offered or asked for it."""


class Handed(Message):
    """A file that was given out under a release. ``evidence`` is the number under which it is booked."""

    name: Short
    sha256: Short
    reads: int
    evidence: Short
    by: Short
    at: Time
    record: int


class Release(Entered):
    """A request in the register, with what became of it."""

    asked: NewRelease
    files: list[Handed] = []


class CloseRelease(Message):
    """Nothing more is given out under a request, and why."""

    number: int = Field(ge=1)
    reason: Reason


class NewAgreement(Message):
    """An agreement to share: with whom, from which day to which (both included), and which sources."""

    agency: Name
    agency_type: AgencyType
    begins: date
    ends: date
    sources: list[Short] = Field(min_length=1)
    terms: Reason
    """What it says and where it is kept on file."""


class Agreement(Entered):
    """An agreement in the register; ``in_force`` as of today by the agency's clock."""

    asked: NewAgreement
    in_force: bool
    ended_on: date | None = None


class EndAgreement(Message):
    """End an agreement before its time, and why."""

    number: int = Field(ge=1)
    reason: Reason


class Sharing(Message):
    """The whole register, newest first, and what may be chosen in it."""

    releases: list[Release]
    agreements: list[Agreement]
    agency_types: list[AgencyType]
    sources: list[Short]
    record: int
