"""Hits (464.7(g)): reads that met an entry of a hotlist, each marked until somebody verified it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from workbench.policy.hits import Matched, Status
from workbench.policy.purpose import unprintable
from workbench.wire.base import Context, Message, Short, Time
from workbench.wire.search import Window

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _printable(text: str) -> str:
    if unprintable(text):
        raise ValueError("has control, invisible or direction-changing characters")
    return text.strip()


Reference = Annotated[Short, AfterValidator(_printable)]
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_printable)]


class Place(Message):
    """Where a page ended: hits come by the time of the read, the newest first."""

    time: Time
    hit: Number


class HitQuery(Message):
    """Which hits. None leaves a condition out."""

    purpose_id: Short = ""
    """The purpose that this look rests on (464.5(4))."""
    window: Window | None = None
    """By the time of the read."""
    hotlist: Short | None = None
    status: Status | None = None
    before: Place | None = None
    """The next page: what the last one gave as ``next``."""
    limit: int = Field(default=100, ge=1, le=500)
    context: Context = Context()


class Verification(Message):
    """What somebody found who looked a hit up (464.7(g)); ``reference`` is CLETS's, typed in."""

    result: Status
    by: str
    at: Time
    reference: str
    note: str
    record: int


class Hit(Message):
    """One read that met one entry; the entry is as the list had it when they met."""

    hit: int
    read_id: str
    time: Time
    camera: str
    latitude: float
    longitude: float
    source: str
    """Of the read (464.7(f)); ``hotlist_source`` is that of the list."""
    plate: str
    """As the camera read it."""
    state: str | None
    confidence: float | None
    matched: Matched
    hotlist: str
    version: int
    hotlist_source: str
    listed_plate: str
    listed_state: str | None
    reason: str
    case_number: str
    entered: Time
    expires: Time
    listed_note: str
    status: Status
    resolved_plate: str | None = None
    """The plate as a person corrected it who looked at the image, while that correction counts."""
    mark: str
    """Stands beside the hit on every view and export; empty for a confirmed one alone that no review contradicts."""
    verifications: list[Verification]
    """The oldest first; the last one counts."""
    batch_record: int
    """The record of the batch that brought the read."""


class HitPage(Message):
    """Hits that fit, and the two records of this look."""

    hits: list[Hit]
    total: int
    """Hits that fit, on all pages."""
    next: Place | None
    """What to ask for as ``before``; None at the end."""
    sources_searched: list[str]
    sources_left_out: list[str]
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class VerifyHit(Message):
    """A person's word on a hit after looking it up; the custodian says who and when."""

    purpose_id: Short = ""
    hit: Number
    result: Status
    reference: Reference = ""
    note: Note = ""
    context: Context = Context()


class Verified(Message):
    """The hit as it stands now, and the two records of this act."""

    hit: Hit
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""
