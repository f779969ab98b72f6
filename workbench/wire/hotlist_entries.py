"""Entries of hotlists (464.5, 464.7.1(c), 464.7(g)): these messages hold plates, and go out on record alone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from workbench.wire.base import Context, Message, Short, Time
from workbench.wire.hits import Note
from workbench.wire.hotlists import Day, HotlistOffer, ListName
from workbench.wire.ingest import Rejected


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("has to be given")
    return text.strip()


Said = Annotated[Short, AfterValidator(_filled)]
EntryId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class ListedEntry(Message):
    """One entry as it is kept; the same ``entry_id`` in each version of its list."""

    entry_id: str
    plate: str
    state: str | None
    reason: str
    case_number: str
    entered: Time
    expires: Time
    note: str


class EntryChange(Message):
    """What a version changes: an entry that comes (no ``before``), goes (no ``after``), or says something else."""

    before: ListedEntry | None
    after: ListedEntry | None
    fields: list[str]
    """What differs, where both stand."""


class PreviewOffer(Message):
    """What comes with the bytes of a list that is only to be looked through."""

    purpose_id: Short = ""
    offer: HotlistOffer
    context: Context = Context()


class HotlistPreview(Message):
    """What a list would be once it is in force, and what would change; nothing was changed by this."""

    name: str
    source: str
    format: str
    sha256: str
    accepted: int
    duplicate: int
    rejected: int
    problems: list[Rejected]
    """The first thousand rejected entries."""
    replaces: int
    """The version in force that this was compared with, 0 for none; ``HotlistOffer.replaces`` holds to it."""
    before: int
    """Entries of that version."""
    added: int
    removed: int
    changed: int
    same: int
    changed_fields: dict[str, int]
    """In how many of the changed entries what differs."""
    shown: bool
    """Whether entries in force are shown: they are to whoever was granted the list's source (464.7(f))."""
    changes: list[EntryChange]
    """The first of each kind."""
    first: list[ListedEntry]
    """The first entries, as they were understood."""
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class EntryQuery(Message):
    """Which entries of a list in force, those that expire first before all others."""

    purpose_id: Short = ""
    name: ListName
    due: Literal["all", "expiring", "expired"] = "all"
    plate: Short = ""
    """Only entries of this plate, where one is given."""
    skip: int = Field(default=0, ge=0, le=2**31 - 1)
    limit: int = Field(default=100, ge=1, le=500)
    context: Context = Context()


class EntryPage(Message):
    """Entries that fit, and the two records of this look."""

    name: str
    version: int
    entries: list[ListedEntry]
    total: int
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class OwnEntry(Message):
    """An entry of our own; case, reason and expiry are said of each (464.7.1(c))."""

    purpose_id: Short = ""
    plate: Said
    state: Short = ""
    reason: Said
    case_number: Said
    expiry: Day
    """The last day, in the agency's time zone, on which it counts."""
    note: Note = ""
    context: Context = Context()


class EntryWithdrawn(Message):
    """An entry of our own that reads are no longer matched with, and why."""

    purpose_id: Short = ""
    entry_id: EntryId
    note: Note = ""
    context: Context = Context()


class OwnChanged(Message):
    """What became of it: the version of our own list that is in force now; 0 when nothing is left of it."""

    entry: ListedEntry
    version: int
    entries: int
    record: int
