"""Reviews of reads (464.7(g)): what waits, what somebody says of a read, and what stands of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from workbench.policy.reviews import Outcome
from workbench.wire.base import Context, Message, Short, Time
from workbench.wire.hits import Note, Number
from workbench.wire.movement import PlateText
from workbench.wire.photographs import PlateCandidate
from workbench.wire.search import Window

State = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10, pattern="^[A-Za-z-]*$")]
"""A state or province as reads have it, e.g. CA or MX-BCN; empty for what the camera gave."""


class Order(StrEnum):
    """Which waiting reads come first."""

    DOUBTFUL = "doubtful"
    """Those that their camera is least sure of."""
    OLDEST = "oldest"


class QueuePlace(Message):
    """Where a page ended."""

    confidence: float
    """2 for a read whose camera told none."""
    time: Time
    read_id: Short


class QueueQuery(Message):
    """Which waiting reads, or (``reviewed``) which of those on which a word counts. None leaves a condition out."""

    purpose_id: Short = ""
    """The purpose that this look rests on (464.5(4))."""
    window: Window | None = None
    """By the time of the read."""
    batch_id: Short | None = None
    camera: Short | None = None
    source: Short | None = None
    below: float | None = Field(default=None, gt=0, le=1)
    """Reads that their camera is less sure of wait; None: as the agency has set it."""
    order: Order = Order.DOUBTFUL
    reviewed: bool = False
    after: QueuePlace | None = None
    """The next page: what the last one gave as ``next``."""
    limit: int = Field(default=25, ge=1, le=100)
    context: Context = Context()


class Reading(Message):
    """Another reading that the camera gave; ``confidence`` is 0 to 1."""

    plate: str
    confidence: float | None


class Review(Message):
    """One person's word on a read; ``undone_by`` took it back."""

    review: int
    outcome: Outcome
    plate: str | None
    """As corrected."""
    state: str | None
    note: str
    by: str
    at: Time
    record: int
    undone_by: str | None = None
    undone_at: Time | None = None
    undone_reason: str = ""
    undone_record: int | None = None


class PlateInImage(Message):
    """Where in which photograph a read stands; its pixels are asked for apart (``wire.images``)."""

    photograph: int
    name: str
    """As the file was called that was handed in."""
    number: int
    """Of the plate in the photograph, from 1."""
    plates: int
    """So many plates stand in it."""
    width: int
    height: int
    """Pixels of the upright photograph."""
    box: list[tuple[float, float]]
    """Four corners in these pixels: top left, top right, bottom right, bottom left."""
    candidates: list[PlateCandidate]
    """The recogniser's readings, the likeliest first, with the probability of each character."""
    offset_assumed: bool
    """The photograph told its time without an offset; that of the batch's zone was taken."""
    similar_to: int | None
    """An earlier photograph that looks the same."""


class ReadUnderReview(Message):
    """A read as its camera gave it, and everything that was said of it."""

    read_id: str
    time: Time
    plate: str
    """As observed; a review never changes it."""
    plate_as_given: str | None
    state: str | None
    confidence: float | None
    camera: str | None
    latitude: float | None
    longitude: float | None
    source: str
    direction: str | None
    batch_id: str | None
    candidates: list[Reading]
    outcome: Outcome | None = None
    """Of the word that counts; None when none does."""
    resolved_plate: str | None = None
    """The plate as corrected, while a correction counts."""
    resolved_state: str | None = None
    waits: bool = False
    """A correction waits for a second person to say the same."""
    reviews: list[Review] = []
    """The oldest first."""
    image: PlateInImage | None = None
    """None where the camera handed over no image."""


class QueuePage(Message):
    """Reads that wait, and the two records of this look."""

    reads: list[ReadUnderReview]
    waiting: int
    """Reads that fit, on all pages."""
    done: int
    """Reads that would fit and are reviewed already."""
    below: float
    two_persons: bool
    next: QueuePlace | None
    """What to ask for as ``after``; None at the end."""
    sources_searched: list[str]
    sources_left_out: list[str]
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""


class ReviewRead(Message):
    """A person's word on a read that he or she looked at; the custodian says who and when.

    ``plate`` and ``time`` are those of the read as it was shown, so that nobody reviews another than he saw.
    """

    purpose_id: Short = ""
    read_id: Short
    plate: PlateText
    time: Time
    outcome: Outcome
    resolved: PlateText = ""
    """The plate in the image, for a correction."""
    state: State = ""
    note: Note = ""
    context: Context = Context()


class UndoReview(Message):
    """Take a word back: one's own last one on a read, or another's with a reason."""

    purpose_id: Short = ""
    review: Number
    reason: Note = ""
    context: Context = Context()


class Reviewed(Message):
    """The read as it stands now, and the two records of this act."""

    read: ReadUnderReview
    hits: int
    """Hits that the plate in force has met by this act (464.7(g))."""
    record: int
    result_record: int
    receipt: str = ""
    """Proof that the result record stands in the access log (C2SP tlog-proof)."""
