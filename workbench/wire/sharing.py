"""Requests for reads by other agencies, and agreements with them (464.9, 464.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.policy.sharing import AgencyType, PermittedUse
from workbench.wire.base import Message, Short, Time
from workbench.wire.docket import Entered, Reason
from workbench.wire.search import Circle, Window

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Plates = list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]]


class Bounds(Message):
    """What is asked for, and all that an approval lets out: reads that lie in every bound that is given."""

    window: Window
    plates: Plates = Field(default=[], max_length=20)
    """Whole or partial plates, as a search takes them; none: any plate."""
    area: Circle | None = None
    cameras: list[Short] = Field(default=[], max_length=50)
    reads: int = Field(ge=1, le=100_000)
    """The most, in all files together."""
    files: int = Field(default=1, ge=1, le=20)

    def told(self) -> Iterator[tuple[str, str]]:
        """In words, times in UTC."""
        start, end = (moment.astimezone(UTC) for moment in (self.window.start, self.window.end))
        yield "Plates asked for", ", ".join(self.plates) or "any"
        yield "From", f"{start:%Y-%m-%d %H:%M} UTC"
        yield "Until", f"{end:%Y-%m-%d %H:%M} UTC"
        if self.area is not None:
            area = self.area
            yield "Place", f"within {area.radius_m / 1000:g} km of {area.latitude}, {area.longitude}"
        if self.cameras:
            yield "Cameras", ", ".join(self.cameras)
        files = "one file" if self.files == 1 else f"{self.files} files"
        yield "At most", f"{self.reads:,} {'read' if self.reads == 1 else 'reads'} in {files}"


class Requested(Message):
    """A written request as it came: which agency, which person, for what (464.11(a)), and which reads."""

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
    bounds: Bounds | None = None
    """None in what was entered before a request had to say it: nothing is given out under it."""


class NewRelease(Requested):
    """A request that is entered; it says what is to be released."""

    bounds: Bounds


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

    asked: Requested
    files: list[Handed] = []
    until: Time | None = None
    """When its approval ends; None before it was approved."""


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
