"""Purging reads whose time is over (464.9): what would go, the request, and the certificate."""

from __future__ import annotations

from pydantic import Field

from workbench.wire.base import Message, Short, Time


class AskPurge(Message):
    """Ask what purging the reads from before this time would take away."""

    before: Time


class Going(Message):
    """Reads that would go: how many of which month (UTC) and source."""

    month: Short
    source: Short
    reads: int


class HeldReads(Message):
    """How many reads old enough to go a held case keeps; a read of two held cases is counted for each."""

    case_number: Short
    reads: int


class PurgePreview(Message):
    """What would be purged now. ``reads_sha256`` stands for exactly these reads, see ``PurgeCertificate``."""

    before: Time
    reads: int
    going: list[Going]
    held: int
    """Reads that are old enough and stay, whatever the case."""
    cases: list[HeldReads]
    left: int
    """Reads that the store would have afterwards."""
    reads_sha256: Short
    unfinished: bool = False
    """Whether an earlier purge took reads and did not end: purging, of no reads even, ends it."""
    record: int


class Purge(Message):
    """Purge all reads seen and taken in before this time that no hold keeps: those of the preview, no others.

    With none it ends what an earlier purge began and could not finish.
    """

    before: Time
    reads: int = Field(ge=0)
    held: int = Field(ge=0)
    reads_sha256: Short


class PurgeCertificate(Message):
    """What was purged: it stands in no file of the store any more.

    ``reads_sha256`` is of the identities of the purged reads, 16 bytes each, in order; ``files_before_sha256`` and
    ``files_after_sha256`` are of the store's files before and after, a line with name and SHA-256 for each, by name.
    """

    organisation: Short
    before: Time
    purged: int
    held: int
    left: int
    files: int
    """Files of reads that were written anew, or removed whole."""
    hits: int
    reviewed: int
    photographs: int
    images: int
    handed_in: int
    """Files in the drop folder that reads had been taken from."""
    typed: int = 0
    """Purposes, questions, saved searches, names of batches and other words of people that are as old."""
    reads_sha256: Short
    files_before_sha256: Short
    files_after_sha256: Short
    requested_by: Short
    approved_by: Short
    time: Time
    record: int
    """The record of the request; that of the certificate is ``result_record``."""
    result_record: int
    receipt: str = ""
