"""Photographs that are handed in to be read (464.7.1(a), 464.9): the terms, what became of each, and its plates."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from workbench.wire.base import Message, Short, Time
from workbench.wire.ingest import Provenance
from workbench.wire.stated import Stated

Region = Literal["us", "eu", "br", "mx", "any"]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal."""
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ImageKind(StrEnum):
    """What an image is of: the photograph as given, one plate of it, or the whole of it made small."""

    ORIGINAL = "original"
    CROP = "crop"
    THUMBNAIL = "thumbnail"


class BatchState(StrEnum):
    """How far a batch is. An open one still takes files; a done one may have photographs that lack something."""

    OPEN = "open"
    READING = "reading"
    DONE = "done"
    CANCELLED = "cancelled"


class PhotographState(StrEnum):
    """How far a photograph is. What was looked at and lacks nothing is ``looked`` until its reads stand."""

    WAITING = "waiting"
    LOOKED = "looked"
    INCOMPLETE = "incomplete"
    READ = "read"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"


class Medium(StrEnum):
    """What a file that was handed in is."""

    PHOTOGRAPH = "photograph"
    VIDEO = "video"


class Origin(StrEnum):
    """Who says so: a file beside the photograph, the photograph itself, the offer, or a person afterwards."""

    SIDECAR = "sidecar"
    EXIF = "exif"
    OFFER = "offer"
    PERSON = "person"


class PhotographOffer(Message):
    """The terms of a batch. Camera and place hold where a photograph tells none; a time it must tell itself."""

    name: Short
    source: Short
    provenance: Provenance
    court_order: Short = ""
    camera: Short = ""
    latitude: float | None = None
    longitude: float | None = None
    """WGS 84, degrees; of photographs that tell no place."""
    time_zone: Short = ""
    """IANA name for times without an offset; what rests on it is marked as assumed."""
    region: Region | None = None
    """Whose serials the plates have; None for the configured region."""


class Progress(Message):
    """How far a batch is, in photographs; no name and no plate."""

    batch_id: Short
    state: BatchState
    total: int
    waiting: int
    read: int
    plates: int
    failed: int
    duplicate: int
    incomplete: int
    cancelled: int
    similar: int
    """Of those that were looked at: as good as another one, which was kept all the same."""
    rate: float | None = None
    """Photographs a second of late; None before there is one."""
    seconds_left: float | None = None


class PhotographBatch(Message):
    """A batch as the register has it; ``record`` is that of its offer."""

    batch_id: Short
    offer: PhotographOffer
    by: Short
    received: Time
    state: BatchState
    record: int


class PlateCandidate(Message):
    """One reading: the calibrated probability that it is right, and of each character, 0 to 1."""

    plate: str
    confidence: float
    characters: list[float]


class PhotographPlate(Message):
    """One plate of a photograph, best reading first."""

    number: int
    """Counts the plates of a photograph from 1, the likeliest first."""
    read_id: str
    plate: str
    confidence: float
    box: list[tuple[float, float]]
    """Four corners in pixels of the upright photograph: top left, top right, bottom right, bottom left."""
    candidates: list[PlateCandidate]
    crop: Digest
    """The plate, laid level: an image of the kind ``crop``."""


class Photograph(Message):
    """One photograph and what was found in it. Times are UTC, places WGS 84 degrees."""

    photograph: int
    batch_id: str
    name: str
    medium: Medium = Medium.PHOTOGRAPH
    sha256: Digest
    octets: int
    state: PhotographState
    reason: str = ""
    """Why it failed, what it lacks, or which one it repeats."""
    missing: list[str] = []
    """Of an incomplete one: ``time``, ``place``, ``camera``, ``time_zone``."""
    width: int | None = None
    height: int | None = None
    perceptual_hash: str | None = None
    similar_to: int | None = None
    """An earlier photograph that looks the same (dHash, three bits apart at most)."""
    camera: str | None = None
    camera_from: Origin | None = None
    time: Time | None = None
    time_from: Origin | None = None
    local_time: str | None = None
    """What its clock said, while the zone of the clock is not known."""
    offset_assumed: bool = False
    """Its time came without an offset; that of the offer's zone was taken."""
    latitude: float | None = None
    longitude: float | None = None
    place_from: Origin | None = None
    engine: str | None = None
    engine_version: str | None = None
    models: dict[str, str] = {}
    """Each file of the engine's networks, and its SHA-256."""
    profile: str | None = None
    region: Region | None = None
    thumbnail: Digest | None = None
    """An image of the kind ``thumbnail``."""
    video: Digest | None = None
    """The video that it is a frame of, which is an original too; ``second`` counts from its beginning."""
    second: float | None = None
    plates: list[PhotographPlate] = []
    record: int
    """The record under which it was handed in."""


class HandedInFile(Message):
    """One file of a batch as whoever handed it in may see it: what became of it, and no plate."""

    photograph: int
    name: str
    medium: Medium
    state: PhotographState
    reason: str
    missing: list[str]
    similar_to: int | None
    local_time: str | None
    time: Time | None
    camera: str | None
    latitude: float | None
    longitude: float | None


class HandedIn(Message):
    """What became of one file that was sent: an archive holds several. ``record`` is that of the act."""

    batch_id: Short
    waiting: int
    duplicate: int
    failed: int
    problems: list[HandedInFile]
    """The first hundred that were not taken, or were there before."""
    record: int


class ListFiles(Message):
    """Which files of a batch; ``after`` is the number of the last one that is known."""

    states: list[PhotographState] = []
    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class FileList(Message):
    """The files that were asked for, in the order in which they were handed in, and the record of the look."""

    files: list[HandedInFile]
    record: int


class Complete(Message):
    """What photographs lacked, supplied by the person who handed them in: the same for all that are named."""

    photographs: Annotated[list[Number], Field(min_length=1, max_length=1000)]
    stated: Stated


class Completed(Message):
    """How many lack nothing any more, and what is still wrong with the others."""

    completed: int
    left: list[HandedInFile]
    record: int
