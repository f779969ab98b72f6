"""What an administrator keeps (464.3, 464.7.1(b), 464.9, 464.10(b)): cameras, watched plates, open cases, words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.wire.administration import Name
from workbench.wire.base import Context, Message, Short, Time

LARGEST_LIST = 900_000
"""Characters of a list of cases."""
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]


class Camera(Message):
    """A camera by the name that stands in its reads; degrees WGS 84."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    place: Place = ""
    source: Short
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    active: bool = True


class KnownCameras(Message):
    """Where cameras stand that the caller may search the reads of, and the records of this look."""

    cameras: list[Camera]
    record: int
    result_record: int


class KeepCamera(Message):
    """Register a camera, or change what stands of it."""

    camera: Camera
    context: Context = Context()


class CameraShown(Camera):
    """A camera as registered, and under which record."""

    kept_by: str
    record: int


class WatchKind(StrEnum):
    """Whose plate it is, seen from the member that it concerns."""

    OWN = "own"
    HOUSEHOLD = "household"
    COLLEAGUE = "colleague"
    COMPLAINANT = "complainant"


class WatchPlate(Message):
    """Have audits look for whoever searches this plate; only a keyed hash of it is kept, and put on record."""

    plate: Short
    kind: WatchKind
    about: Name | None = None
    note: Place = ""
    context: Context = Context()


class UnwatchPlate(Message):
    """Take an entry off the watch-list, once a second administrator approved it."""

    entry: Short
    """The keyed hash, as it is listed."""
    about: Short = ""
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=500)]
    context: Context = Context()


class WatchEntry(Message):
    """One entry; nobody can tell the plate from it."""

    entry: str
    kind: WatchKind
    about: str
    note: str
    added_by: str
    added_at: Time
    record: int


class ImportCases(Message):
    """The agency's cases as CSV, one a line, whose first column is the number; they replace what stood."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    text: Annotated[str, StringConstraints(max_length=LARGEST_LIST)]
    context: Context = Context()


class KnownCase(Message):
    """A case as the agency's list has it; whoever is not among ``members`` has no part in it, if any are named."""

    number: Short
    closed: date | None = None
    members: list[Short] = Field(default_factory=list)


class CaseList(Message):
    """The list in force, without its numbers; ``cases`` are those that are open."""

    name: str
    cases: int
    sha256: str
    imported_by: str
    imported_at: Time
    record: int


class LexiconName(StrEnum):
    """Lists of words that the programme uses."""

    VAGUE = "vague-phrases"
    """Phrases that say nothing in a purpose, besides those that the workbench knows itself (464.10(b))."""
    LABELS = "purpose-labels"
    """How the agency calls a purpose: ``category = words`` (464.3)."""


class KeepLexicon(Message):
    """Put a new version of a list of words in force."""

    name: LexiconName
    entries: Annotated[list[Phrase], Field(max_length=500)]
    context: Context = Context()


class Lexicon(Message):
    """A list of words in force; version 0 is none yet."""

    name: LexiconName
    version: int
    entries: list[str]
    kept_by: str = ""
    record: int | None = None


class ProgrammeLists(Message):
    """All that is kept, and the records of this look."""

    cameras: list[CameraShown]
    watched: list[WatchEntry]
    cases: CaseList | None
    lexicons: list[Lexicon]
    record: int
    result_record: int
