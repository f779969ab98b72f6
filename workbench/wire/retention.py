"""Holds, and the shredding of the log's details when their time is over (464.9, 464.10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.base import Message, Short, Text, Time

CaseNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=2000)]


class PlaceHold(Message):
    """Hold everything of a case, why, and on which day it is to be looked at again."""

    case_number: CaseNumber
    reason: Reason
    review_by: date


class ReviewHold(Message):
    """A hold was looked at and goes on until another day, and why."""

    hold: int = Field(ge=1)
    reason: Reason
    review_by: date


class LiftHold(Message):
    """End a hold, and why."""

    hold: int = Field(ge=1)
    reason: Reason


class Hold(Message):
    """A hold that stands; ``record`` is that of its placing. It stands after its day of review too."""

    hold: int
    case_number: Short
    reason: Text
    placed_by: Short
    placed_at: Time
    review_by: date
    record: int


class AskPreview(Message):
    """Ask what shredding the details from before this time would take away."""

    before: Time


class HeldCase(Message):
    """How many records old enough to be shredded a hold keeps."""

    case_number: Short
    records: int


class ShredPreview(Message):
    """What would be shredded now, and what is kept because its case is held.

    ``leaves_sha256`` stands for exactly these records, see ``ShredCertificate``; ``oldest`` and ``newest`` are theirs.
    """

    before: Time
    records: int
    oldest: Time | None
    newest: Time | None
    held: list[HeldCase]
    leaves_sha256: Short
    record: int


class Shred(Message):
    """Shred the details of all records older than this that no hold keeps: those of the preview, no others."""

    before: Time
    records: int = Field(ge=1)
    held: int = Field(ge=0)
    leaves_sha256: Short


class ShredCertificate(Message):
    """What was shredded: nobody can read it any more, and the log still verifies.

    ``spans`` are indexes of records, the first and the one after the last; ``leaves_sha256`` is the SHA-256 of their
    leaf hashes one after another (RFC 6962), so that an export shows which records are meant.
    """

    organisation: Short
    before: Time
    shredded: int
    held: int
    """Records that were old enough and are kept, because their case is held."""
    spans: list[tuple[int, int]]
    leaves_sha256: Short
    requested_by: Short
    approved_by: Short
    time: Time
    record: int
    """The record of the request; that of the certificate is ``result_record``."""
    result_record: int
    receipt: str = ""
