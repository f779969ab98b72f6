"""Holds, and the shredding of the log's details when their time is over (464.9, 464.10)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.base import Message, Short, Text, Time

CaseNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=2000)]


class PlaceHold(Message):
    """Hold everything of a case, and why."""

    case_number: CaseNumber
    reason: Reason


class LiftHold(Message):
    """End a hold, and why."""

    hold: int = Field(ge=1)
    reason: Reason


class Hold(Message):
    """A hold that stands; ``record`` is that of its placing."""

    hold: int
    case_number: Short
    reason: Text
    placed_by: Short
    placed_at: Time
    record: int


class Shred(Message):
    """Shred the details of all records older than this that no hold keeps."""

    before: Time


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
